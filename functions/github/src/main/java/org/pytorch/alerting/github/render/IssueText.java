package org.pytorch.alerting.github.render;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pytorch.alerting.github.issue.ActionRequest;
import org.pytorch.alerting.github.issue.ExecutionPage;
import org.pytorch.alerting.github.issue.IssueDraft;
import org.pytorch.alerting.github.issue.Label;
import org.pytorch.alerting.github.issue.Marker;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.Condition;
import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.model.Resource;
import org.pytorch.alerting.model.route.Routing;
import org.pytorch.alerting.model.status.IssueStatus;
import org.pytorch.alerting.model.text.Truncation;

/** The text of an alert's issue. */
public final class IssueText {
  /** In code points; GitHub's check looks like 1,024 bytes, which this never exceeds. */
  public static final int MAX_TITLE_LENGTH = 256;

  /**
   * In code points. GitHub's message names this limit, but its check measures 262,144 bytes, which
   * this many code points never exceed.
   */
  public static final int MAX_BODY_LENGTH = 65_536;

  /** In code points: a value that the model does not limit. */
  private static final int MAX_VALUE_LENGTH = 300;

  /** The page about these issues, in the folder of the documents. */
  private static final String PAGE = "/issues.md";

  /** Grafana's account is an organisation of users, which does not say where something runs. */
  private static final String GRAFANA = "grafana";

  /** In code points: shorter text is useless. */
  private static final int MIN_TEXT_LENGTH = 40;

  /** In code points: blank lines between the parts, and the headings of optional parts. */
  private static final int GAPS = 200;

  /** Precedes texts that a rule's author wrote for when there is data. */
  private static final String RULE_TALKS = "*The rule's own text, written for when it has data:*";

  /** In code points: the fence around the payload, and the mark if it is cut. */
  private static final int PAYLOAD_FRAME = 100;

  private final Settings settings;
  private final MarkdownEscape escape;
  private final LinkLine links;
  private final StatusText status;
  private final AttributeTable table;

  /**
   * What all issues have in common.
   *
   * @param docs the address of the folder that has the page about these issues, if they link it
   * @param executions where executions are shown, if issues link them
   */
  @RecordBuilder
  public record Settings(
      GitHubLinks github, TimeText times, Optional<URI> docs, Optional<ExecutionPage> executions)
      implements IssueTextSettingsBuilder.With {
    /** {@return settings with times in UTC only, and without links to docs and executions} */
    public static Settings of(GitHubLinks github) {
      return new Settings(github, TimeText.inUtc(), Optional.empty(), Optional.empty());
    }
  }

  public IssueText(Settings settings) {
    this.settings = settings;
    this.escape = new MarkdownEscape(settings.github());
    this.links = new LinkLine(settings.github());
    this.status = new StatusText(settings.github(), settings.times());
    this.table = new AttributeTable(escape);
  }

  /**
   * {@return the status block of the alert's issue in {@code repo}; absent for a decision of an
   * older version, which has no status}
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
        labels(request, event),
        event.routing().flatMap(Routing::assignees).orElse(List.of()));
  }

  private static List<Label> labels(ActionRequest request, AlertEvent event) {
    boolean flapping = request.decision().status().map(IssueStatus::flapping).orElse(false);
    return Stream.concat(Label.of(event).stream(), Stream.of(Label.FLAPPING).filter(_ -> flapping))
        .distinct()
        .toList();
  }

  /** {@return the priority, the alert's own title, which is cut first, and its subject} */
  static String title(AlertEvent event) {
    // Not Markdown, so nothing is escaped; but mails quote titles, and mentions count there.
    String text =
        about(event, Condition.THRESHOLD, SafeText.inert(SafeText.oneLine(event.title())));
    String priority = event.priority().map(IssueText::titlePrefix).orElse("");
    String subject =
        event.subject().map(labels -> ": " + SafeText.inert(SafeText.oneLine(labels))).orElse("");
    return Truncation.marked(priority + text, MAX_TITLE_LENGTH - length(subject)) + subject;
  }

  /** {@return the priority as a prefix of a title} */
  public static String titlePrefix(Priority priority) {
    return "[" + priority + "] ";
  }

  /**
   * {@return {@code title} with the condition of {@code event} in front of it, unless that is a
   * value}
   *
   * @param former the prefixes that it may have now
   */
  public static String about(AlertEvent event, Condition former, String title) {
    String now = event.firesFor().titlePrefix();
    String bare =
        Stream.of(now, former.titlePrefix())
            .filter(prefix -> !prefix.isEmpty() && title.startsWith(prefix))
            .findFirst()
            .map(prefix -> title.substring(prefix.length()))
            .orElse(title);
    return now + bare;
  }

  /** {@return whether the status block of {@code body} says that the alert is flapping} */
  public static boolean showsFlapping(String body) {
    return StatusBlock.of(body).filter(StatusText::showsFlapping).isPresent();
  }

  /**
   * The parts that are always present have limits; the sender's longer texts share the remaining
   * space in the order of their use, and the payload gets the rest. So the body always fits.
   */
  private String body(ActionRequest request, AlertEvent event, Marker marker, String title) {
    String repo = request.claim().repository();
    Optional<StatusBlock> block = block(request, repo);
    String facts = String.join("\n", facts(event, title, block.isPresent()));
    String earlier =
        block
            .flatMap(_ -> request.decision().formerIssue())
            .map(former -> "Earlier: " + StatusText.reference(former, repo))
            .orElse("");
    // The block has both.
    String unknown = block.isPresent() ? "" : ConditionText.meaning(event).orElse("");
    String linkLine = block.isPresent() ? "" : String.join(" · ", links.of(event.links()));
    RunbookLines description = RunbookLines.of(event.description().orElse(""));
    String debug =
        "<details>\n<summary>Identifiers and payload</summary>\n\n"
            + String.join("\n", debug(request, event));
    String end = signed("</details>\n\n" + footer(event), request, marker);
    String why = event.routing().map(routing -> why(request, routing)).orElse("");
    boolean assigns = event.routing().flatMap(Routing::assignees).isPresent();

    Room room =
        new Room(
            MAX_BODY_LENGTH
                - Stream.of(facts, earlier, unknown, linkLine, debug, end, why)
                    .mapToInt(IssueText::length)
                    .sum()
                // Later it may be longer than now.
                - request.decision().status().map(StatusText::maxLength).orElse(0)
                - (assigns ? IssueDraft.MAX_NOTE_LENGTH : 0)
                - GAPS);
    String summary = room.take(blocks(event.summary().orElse(""), room.left));
    String steps = room.take(blocks(description.steps(), room.left));
    String rest = room.take(blocks(description.rest(), room.left));
    String others = room.take(table.of(event, room.left));
    boolean ruleTalks = ConditionText.isUnknown(event) && !(summary + rest).isEmpty();
    return Stream.of(
            block.map(StatusBlock::text).orElse(""),
            earlier,
            unknown,
            ruleTalks ? RULE_TALKS : "",
            summary,
            steps.isEmpty() ? "" : "### What to do\n\n" + steps,
            linkLine,
            facts,
            rest.isEmpty() ? "" : "### Description\n\n" + rest,
            others,
            why,
            debug,
            payload(event, room.left),
            end)
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining("\n\n"));
  }

  /** The remaining space of a body, in code points. */
  private static final class Room {
    private int left;

    Room(int left) {
      this.left = left;
    }

    String take(String part) {
      left -= length(part);
      return part;
    }
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

  /**
   * {@return what is known of the alert, a line each}
   *
   * @param inBlock whether the status block has the time and the values
   */
  private List<String> facts(AlertEvent event, String title, boolean inBlock) {
    List<String> lines = new ArrayList<>();
    if (title.contains(Truncation.MARK)) {
      lines.add(item("Title", escape.inline(event.title())));
    }
    // Neither state nor priority: both change while the issue stays open, and a label has them.
    if (!inBlock) {
      lines.add(item("Firing since", settings.times().of(event.occurredAt())));
      event.values().forEach(value -> lines.add(item("Value", escape.inline(value.text()))));
    }
    where(event).ifPresent(text -> lines.add(item("Where", text)));
    if (!event.teams().isEmpty()) {
      lines.add(
          item(
              event.teams().size() == 1 ? "Team" : "Teams",
              event.teams().stream().map(escape::inline).collect(Collectors.joining(", "))));
    }
    event
        .reason()
        .filter(reason -> !inBlock || !StatusText.shows(event, reason))
        .ifPresent(reason -> lines.add(item("Reason", escape.inline(reason))));
    return lines;
  }

  private static Optional<String> where(AlertEvent event) {
    Resource resource = event.resource();
    Optional<String> named = resource.id().map(id -> resource.type().jsonName() + " " + value(id));
    Optional<String> region =
        resource.region().or(event.identity()::region).map(name -> "region " + value(name));
    Optional<String> account =
        event
            .identity()
            .accountId()
            .filter(_ -> !event.source().equals(GRAFANA))
            .map(id -> "account " + value(id));
    return Stream.of(named, region, account)
        .flatMap(Optional::stream)
        .reduce((one, other) -> one + ", " + other);
  }

  /** {@return the last visible line: how to stop these issues, and where to read more} */
  private String footer(AlertEvent event) {
    return "<sub>To stop this, close the issue: it is left alone until the alert fires again.%s%s</sub>"
        .formatted(
            event.routing().isPresent() ? " The policy can make it quieter." : "",
            settings
                .docs()
                .map(docs -> docs.toASCIIString().replaceAll("/+$", "") + PAGE)
                .map(page -> " [About these issues](<%s>)".formatted(page.replace("&", "&amp;")))
                .orElse(""));
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
    execution(request)
        .flatMap(url -> links.named("each of its steps", url))
        .ifPresent(link -> lines.add(item("Execution", link)));
    return "<details>\n<summary>Why this came here</summary>\n\n"
        + String.join("\n", lines)
        + "\n\n</details>";
  }

  private Optional<String> execution(ActionRequest request) {
    return settings
        .executions()
        .flatMap(it -> it.of(request.executionId(), request.executionStartedAt()));
  }

  private List<String> debug(ActionRequest request, AlertEvent event) {
    List<String> lines = new ArrayList<>();
    lines.add(item("Fingerprint", value(request.decision().fingerprint().hex())));
    lines.add(item("Episode", String.valueOf(request.decision().episode())));
    lines.add(item("Event", value(request.claim().eventId().value())));
    String execution = value(request.executionId());
    lines.add(
        item(
            "Execution",
            execution(request).flatMap(url -> links.named(execution, url)).orElse(execution)));
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
