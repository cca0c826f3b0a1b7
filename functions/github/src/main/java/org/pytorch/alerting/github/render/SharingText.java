package org.pytorch.alerting.github.render;

import java.util.ArrayList;
import java.util.List;
import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.model.status.SharedBy;
import org.pytorch.alerting.model.status.SharingAlert;
import org.pytorch.alerting.model.status.SharingAlerts;

/** Writes which alerts share an issue, and why. */
final class SharingText {
  /** In code points: the space that the list of alerts leaves for the other lines of a block. */
  private static final int ROOM_FOR_OTHERS = 3_000;

  private static final String AFTERWARDS =
      " One that still fires after the storm gets an issue of its own when it is reported again.";

  private final MarkdownEscape escape;
  private final LinkLine links;
  private final TimeText times;

  SharingText(MarkdownEscape escape, LinkLine links, TimeText times) {
    this.escape = escape;
    this.links = links;
    this.times = times;
  }

  /** {@return the state of the alerts, for the end of a sentence} */
  static String counts(SharingAlerts sharing) {
    if (sharing.resolved() == sharing.count()) {
      return sharing.count() == 1
          ? "its only alert has resolved"
          : "all %d alerts have resolved".formatted(sharing.count());
    }
    List<String> parts = new ArrayList<>();
    if (sharing.firing() == sharing.count()) {
      parts.add(sharing.count() == 1 ? "1 alert firing" : sharing.count() + " alerts firing");
    } else if (sharing.firing() > 0) {
      parts.add("%d of %d alerts firing".formatted(sharing.firing(), sharing.count()));
    }
    if (sharing.ownIssue() > 0) {
      parts.add(
          sharing.ownIssue() == 1
              ? "1 in its own issue"
              : sharing.ownIssue() + " in issues of their own");
    }
    if (sharing.resolved() > 0) {
      parts.add("%d resolved".formatted(sharing.resolved()));
    }
    return String.join(", ", parts);
  }

  /** {@return the lines below the state: why, an empty line, and the alerts} */
  List<String> lines(SharingAlerts sharing, String repo) {
    List<String> lines = new ArrayList<>();
    lines.add(why(sharing));
    lines.add("");
    int room = StatusBlock.MAX_SHARED_LENGTH - ROOM_FOR_OTHERS;
    int shown = 0;
    for (SharingAlert alert : sharing.shown()) {
      String line = line(sharing.by(), alert, repo);
      room -= IssueText.length(line) + 1;
      if (room < 0) {
        break;
      }
      lines.add(line);
      shown++;
    }
    if (shown < sharing.count()) {
      lines.add("- and %d more".formatted(sharing.count() - shown));
    }
    lines.add("");
    return lines;
  }

  private static String why(SharingAlerts sharing) {
    return switch (sharing.by()) {
      case GROUP -> "These alerts share one issue, because the policy groups them.";
      case DATA_SOURCE ->
          "Rules of one data source share an issue, because most likely they fail for one cause.";
      case RULE ->
          "So many issues of one rule were opened at once that its other alerts share this one."
              + AFTERWARDS;
      case REPOSITORY ->
          "So many issues were opened here at once that further alerts share this one."
              + AFTERWARDS;
    };
  }

  private String line(SharedBy by, SharingAlert alert, String repo) {
    String title = escape.line(SafeText.oneLine(alert.title()));
    String name =
        alert.priority().map(Priority::name).map(priority -> priority + " ").orElse("")
            + alert.rule().flatMap(url -> links.named(title, url)).orElse(title);
    return switch (alert.state()) {
      case FIRING ->
          "- %s %s, since %s"
              .formatted(
                  by == SharedBy.DATA_SOURCE ? "⚫" : "🔴", name, times.toMinute(alert.since()));
      case OWN_ISSUE ->
          "- ↗️ %s: %s".formatted(name, StatusText.reference(alert.issue().orElseThrow(), repo));
      case RESOLVED -> "- 🟢 ~~%s~~".formatted(name);
    };
  }
}
