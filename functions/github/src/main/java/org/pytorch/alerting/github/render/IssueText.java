package org.pytorch.alerting.github.render;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pytorch.alerting.github.ActionRequest;
import org.pytorch.alerting.github.IssueDraft;
import org.pytorch.alerting.github.Label;
import org.pytorch.alerting.github.Marker;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.Resource;
import org.pytorch.alerting.model.Truncation;

/** How the issue of an alert reads. */
public final class IssueText {
  /** In code points; GitHub's check looks like 1,024 bytes, which this never exceeds. */
  public static final int MAX_TITLE_LENGTH = 256;

  /**
   * In code points, and in bytes of UTF-8: GitHub's message names the one and measures the other.
   */
  public static final int MAX_BODY_LENGTH = 65_536;

  public static final int MAX_BODY_BYTES = 262_144;

  /** In code points, of a value that the model does not limit. */
  private static final int MAX_VALUE_LENGTH = 300;

  private static final int MAX_EXTRAS = 20;

  /** In code points: the lines that fence the payload in, and a mark where it is cut. */
  private static final int PAYLOAD_FRAME = 100;

  private final MarkdownEscape escape;
  private final LinkLine links;
  private final TimeText times;

  /** With times in UTC alone. */
  public IssueText(GitHubLinks github) {
    this(github, TimeText.in(Optional.empty()));
  }

  public IssueText(GitHubLinks github, TimeText times) {
    this.escape = new MarkdownEscape(github);
    this.links = new LinkLine(github);
    this.times = times;
  }

  /** {@return the issue to open for {@code request}, with {@code marker} as its last line} */
  public IssueDraft draft(ActionRequest request, Marker marker) {
    AlertEvent event = request.event();
    String title = title(event);
    return new IssueDraft(title, body(request, marker, title), Label.of(event));
  }

  /** {@return the title: priority and the alert's own, on one line} */
  static String title(AlertEvent event) {
    // Not Markdown, so nothing is escaped; but titles are quoted in mails, where mentions count.
    String text = SafeText.inert(SafeText.oneLine(event.title()));
    String priority = event.priority().map(value -> "[" + value + "] ").orElse("");
    return Truncation.marked(priority + text, MAX_TITLE_LENGTH);
  }

  private String body(ActionRequest request, Marker marker, String title) {
    AlertEvent event = request.event();
    List<String> parts = new ArrayList<>();
    event.summary().map(this::blocks).ifPresent(parts::add);
    parts.add(section("Details", details(event, title)));
    event
        .description()
        .map(this::blocks)
        .ifPresent(text -> parts.add("### Description\n\n" + text));
    List<String> addresses = links.of(event.links());
    if (!addresses.isEmpty()) {
      parts.add(section("Links", addresses));
    }
    String before =
        String.join("\n\n", parts)
            + "\n\n<details>\n<summary>Debug</summary>\n\n"
            + String.join("\n", debug(request))
            + "\n\n";
    String after = signed("</details>", request, marker);
    return before + payload(event, before + after) + after;
  }

  private static String signed(String text, ActionRequest request, Marker marker) {
    return request.mayBeDone() ? marker.signUnsure(text) : marker.sign(text);
  }

  private String blocks(String text) {
    return MarkdownBlocks.of(text, escape);
  }

  private static String section(String name, List<String> lines) {
    return "### " + name + "\n\n" + String.join("\n", lines);
  }

  private List<String> details(AlertEvent event, String title) {
    List<String> lines = new ArrayList<>();
    if (title.endsWith(Truncation.MARK)) {
      lines.add(item("Title", escape.inline(event.title())));
    }
    lines.add(item("State", event.state().name()));
    lines.add(item("Occurred at", times.of(event.occurredAt())));
    event.priority().ifPresent(priority -> lines.add(item("Priority", priority.name())));
    lines.add(
        item(
            "Teams", event.teams().stream().map(escape::inline).collect(Collectors.joining(", "))));
    lines.add(item("Resource", resource(event.resource())));
    event.resource().extra().ifPresent(extra -> lines.addAll(extras(extra)));
    event.reason().ifPresent(reason -> lines.add(item("Reason", escape.inline(reason))));
    return lines;
  }

  private String resource(Resource resource) {
    return resource.type().jsonName()
        + resource.id().map(id -> " " + value(id)).orElse("")
        + resource.region().map(region -> " in " + value(region)).orElse("");
  }

  private List<String> extras(Map<String, String> extra) {
    List<String> lines = new ArrayList<>();
    extra.entrySet().stream()
        .limit(MAX_EXTRAS)
        .forEach(
            entry ->
                lines.add(
                    "  " + item(escape.inline(cut(entry.getKey())), value(entry.getValue()))));
    if (extra.size() > MAX_EXTRAS) {
      lines.add("  - and " + (extra.size() - MAX_EXTRAS) + " more, in the payload below");
    }
    return lines;
  }

  private List<String> debug(ActionRequest request) {
    AlertEvent event = request.event();
    List<String> lines = new ArrayList<>();
    lines.add(item("Fingerprint", value(request.decision().fingerprint().hex())));
    lines.add(item("Episode", String.valueOf(request.decision().episode())));
    lines.add(item("Event", value(request.claim().eventId().value())));
    lines.add(item("Execution", value(request.executionId())));
    lines.add(item("Source", value(event.source() + " " + event.providerVersion())));
    add(lines, "Account", event.identity().accountId());
    add(lines, "Region", event.identity().region());
    add(lines, "Alarm", event.identity().alarmId());
    return lines;
  }

  private static void add(List<String> lines, String name, Optional<String> text) {
    text.ifPresent(value -> lines.add(item(name, value(value))));
  }

  /** The payload takes what room the rest leaves. */
  private static String payload(AlertEvent event, String rest) {
    if (event.rawProvider().isEmpty()) {
      return "";
    }
    String json = SafeText.inert(SafeText.clean(event.rawProvider().get().toPrettyString()));
    int room = MAX_BODY_LENGTH - rest.codePointCount(0, rest.length()) - PAYLOAD_FRAME;
    int roomBytes = MAX_BODY_BYTES - utf8Length(rest) - 4 * PAYLOAD_FRAME;
    String cut = Truncation.marked(json, room);
    if (utf8Length(cut) > roomBytes) {
      cut = Truncation.marked(json, roomBytes / 4); // A code point has at most four bytes.
    }
    return MarkdownBlocks.fencedInert(cut, "json") + "\n\n";
  }

  private static int utf8Length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
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
