package org.pytorch.alerting.github.render;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pytorch.alerting.github.issue.ActionRequest;
import org.pytorch.alerting.github.issue.IssueDraft;
import org.pytorch.alerting.github.issue.Label;
import org.pytorch.alerting.github.issue.Marker;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.model.Resource;
import org.pytorch.alerting.model.route.Routing;
import org.pytorch.alerting.model.text.Truncation;

/** The text of an alert's issue. */
public final class IssueText {
  /** In code points; GitHub's check looks like 1,024 bytes, which this never exceeds. */
  public static final int MAX_TITLE_LENGTH = 256;

  /**
   * In code points. GitHub's message names this and its check measures 262,144 bytes, which so many
   * code points never exceed.
   */
  public static final int MAX_BODY_LENGTH = 65_536;

  /** In code points: a value that the model does not limit. */
  private static final int MAX_VALUE_LENGTH = 300;

  private static final int MAX_EXTRAS = 20;

  /** In code points, as written. */
  private static final int MAX_EXTRAS_LENGTH = 25_000;

  /** In code points: shorter text is useless. */
  private static final int MIN_TEXT_LENGTH = 40;

  /** In code points: blank lines between the parts, and the headings of optional parts. */
  private static final int GAPS = 100;

  /** In code points: the fence around the payload, and the mark if it is cut. */
  private static final int PAYLOAD_FRAME = 100;

  private final MarkdownEscape escape;
  private final LinkLine links;
  private final TimeText times;
  private final StatusText status;

  /** With times in UTC only. */
  public IssueText(GitHubLinks github) {
    this(github, TimeText.inUtc());
  }

  public IssueText(GitHubLinks github, TimeText times) {
    this.escape = new MarkdownEscape(github);
    this.links = new LinkLine(github);
    this.times = times;
    this.status = new StatusText(github, times);
  }

  /**
   * {@return the status block of the alert's issue in {@code repo}; absent for a decision of an
   * older version, which does not say what the block has to}
   */
  public Optional<StatusBlock> block(ActionRequest request, String repo) {
    return request.decision().status().map(it -> status.block(it, request.event(), repo));
  }

  /** {@return the issue to open for {@code request}, with {@code marker} as its last line} */
  public IssueDraft draft(ActionRequest request, Marker marker) {
    AlertEvent event = request.event();
    String title = title(event);
    return new IssueDraft(
        title,
        body(request, event, marker, title),
        Label.of(event),
        event.routing().flatMap(Routing::assignees).orElse(List.of()));
  }

  /** {@return the priority, the alert's own title, which is cut first, and its subject} */
  static String title(AlertEvent event) {
    // Not Markdown, so nothing is escaped; but mails quote titles, and mentions count there.
    String text = SafeText.inert(SafeText.oneLine(event.title()));
    String priority = event.priority().map(IssueText::titlePrefix).orElse("");
    String subject =
        event.subject().map(labels -> ": " + SafeText.inert(SafeText.oneLine(labels))).orElse("");
    return Truncation.marked(priority + text, MAX_TITLE_LENGTH - length(subject)) + subject;
  }

  /** {@return what stands before a title} */
  public static String titlePrefix(Priority priority) {
    return "[" + priority + "] ";
  }

  /**
   * The parts that are always present have limits; the sender's longer texts share the remaining
   * space, and the payload gets the rest. So the body always fits.
   */
  private String body(ActionRequest request, AlertEvent event, Marker marker, String title) {
    String repo = request.claim().repository();
    Optional<StatusBlock> block = block(request, repo);
    String details = section("Details", details(event, title, block.isPresent()));
    String earlier =
        block
            .flatMap(_ -> request.decision().formerIssue())
            .map(former -> "Earlier: " + StatusText.reference(former, repo))
            .orElse("");
    // The block has them too.
    String linkLine = block.isPresent() ? "" : String.join(" · ", links.of(event.links()));
    String debug =
        "<details>\n<summary>Identifiers and payload</summary>\n\n"
            + String.join("\n", debug(request, event));
    String end = signed("</details>", request, marker);
    String why = event.routing().map(routing -> why(request, routing)).orElse("");
    boolean assigns = event.routing().flatMap(Routing::assignees).isPresent();

    int forSummary =
        MAX_BODY_LENGTH
            - length(details)
            - length(linkLine)
            - length(earlier)
            // Later it may be longer than now.
            - request.decision().status().map(StatusText::maxLength).orElse(0)
            - length(debug)
            - length(end)
            - length(why)
            - (assigns ? IssueDraft.MAX_NOTE_LENGTH : 0)
            - GAPS;
    String summary = event.summary().map(text -> blocks(text, forSummary)).orElse("");
    int forDescription = forSummary - length(summary);
    String description = event.description().map(text -> blocks(text, forDescription)).orElse("");
    return Stream.of(
            block.map(StatusBlock::text).orElse(""),
            earlier,
            summary,
            linkLine,
            details,
            description.isEmpty() ? "" : "### Description\n\n" + description,
            why,
            debug,
            payload(event, forDescription - length(description)),
            end)
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining("\n\n"));
  }

  private static String signed(String text, ActionRequest request, Marker marker) {
    return request.mayBeDone() ? marker.signUnsure(text) : marker.sign(text);
  }

  /** {@return as much of {@code text} as fits after escaping, which makes it longer; else empty} */
  private String blocks(String text, int room) {
    for (int length = AlertEvent.MAX_DESCRIPTION_LENGTH; length >= MIN_TEXT_LENGTH; length /= 2) {
      String markdown = MarkdownBlocks.of(Truncation.marked(text, length), escape);
      if (length(markdown) <= room) {
        return markdown;
      }
    }
    return "";
  }

  private static String section(String name, List<String> lines) {
    return "### " + name + "\n\n" + String.join("\n", lines);
  }

  /**
   * {@return a line for each detail}
   *
   * @param inBlock whether the status block has the time and the values
   */
  private List<String> details(AlertEvent event, String title, boolean inBlock) {
    List<String> lines = new ArrayList<>();
    if (title.contains(Truncation.MARK)) {
      lines.add(item("Title", escape.inline(event.title())));
    }
    // Neither state nor priority: both change while the issue stays open, and a label has them.
    if (!inBlock) {
      lines.add(item("Firing since", times.of(event.occurredAt())));
      event.values().forEach(value -> lines.add(item("Value", escape.inline(value.text()))));
    }
    lines.add(
        item(
            "Teams", event.teams().stream().map(escape::inline).collect(Collectors.joining(", "))));
    resource(event.resource()).ifPresent(text -> lines.add(item("Resource", text)));
    event.resource().extra().ifPresent(extra -> lines.addAll(extras(extra)));
    event.reason().ifPresent(reason -> lines.add(item("Reason", escape.inline(reason))));
    return lines;
  }

  private Optional<String> resource(Resource resource) {
    Optional<String> named = resource.id().map(id -> resource.type().jsonName() + " " + value(id));
    Optional<String> region = resource.region().map(name -> "in " + value(name));
    return Stream.concat(named.stream(), region.stream())
        .reduce((name, place) -> name + " " + place);
  }

  private List<String> extras(Map<String, String> extra) {
    List<String> lines = new ArrayList<>();
    int room = MAX_EXTRAS_LENGTH;
    for (Map.Entry<String, String> entry : extra.entrySet()) {
      String line = "  " + item(escape.inline(cut(entry.getKey())), value(entry.getValue()));
      room -= length(line) + 1;
      if (lines.size() == MAX_EXTRAS || room < 0) {
        lines.add("  - and " + (extra.size() - lines.size()) + " more, in the payload below");
        break;
      }
      lines.add(line);
    }
    return lines;
  }

  /** {@return how the policy led to this repository, folded} */
  private String why(ActionRequest request, Routing routing) {
    List<String> lines = new ArrayList<>();
    boolean defaults = routing.route().equals(Routing.DEFAULTS);
    lines.add(
        item(
            "Route",
            defaults ? "none matched, so the policy's defaults hold" : value(routing.route())));
    lines.add(item("Repository", value(request.claim().repository())));
    lines.add(item("Decision", escape.inline(request.decision().reason())));
    return "<details>\n<summary>Why this came here</summary>\n\n"
        + String.join("\n", lines)
        + "\n\n</details>";
  }

  private List<String> debug(ActionRequest request, AlertEvent event) {
    List<String> lines = new ArrayList<>();
    lines.add(item("Fingerprint", value(request.decision().fingerprint().hex())));
    lines.add(item("Episode", String.valueOf(request.decision().episode())));
    lines.add(item("Event", value(request.claim().eventId().value())));
    lines.add(item("Execution", value(request.executionId())));
    lines.add(item("Source", value(event.source() + " " + event.providerVersion())));
    event.identity().accountId().ifPresent(id -> lines.add(item("Account", value(id))));
    event.identity().region().ifPresent(name -> lines.add(item("Region", value(name))));
    event.identity().alarmId().ifPresent(id -> lines.add(item("Alarm", value(id))));
    return lines;
  }

  private static String payload(AlertEvent event, int room) {
    int roomWithin = room - PAYLOAD_FRAME;
    if (event.rawProvider().isEmpty() || roomWithin < MIN_TEXT_LENGTH) {
      return "";
    }
    String json = SafeText.inert(SafeText.clean(event.rawProvider().get().toPrettyString()));
    return MarkdownBlocks.fencedInert(Truncation.marked(json, roomWithin), "json");
  }

  /** {@return the length in code points} */
  static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  private static String item(String name, String markdown) {
    return "- **" + name + ":** " + markdown;
  }

  private static String value(String text) {
    return MarkdownEscape.code(SafeText.oneLine(cut(text)));
  }

  private static String cut(String text) {
    return Truncation.marked(text, MAX_VALUE_LENGTH);
  }
}
