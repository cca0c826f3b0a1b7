package org.pytorch.alerting.github.render;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.Links;
import org.pytorch.alerting.model.MeasuredValue;
import org.pytorch.alerting.model.status.IssueRef;
import org.pytorch.alerting.model.status.IssueStatus;
import org.pytorch.alerting.model.status.PastIssue;
import org.pytorch.alerting.model.text.Truncation;

/**
 * Writes the current status of an alert for its issue. The same status, event and repository always
 * give the same bytes: there is no clock here.
 */
public final class StatusText {
  /** In code points, before escaping. */
  private static final int MAX_REASON_LENGTH = 500;

  private static final int MAX_PAST_ISSUES = 10;

  /** The beginning of the line that says it. */
  private static final String FLAPPING = "🔁 **Flapping**";

  /** In code points: the two hidden lines and the ends of all lines. */
  private static final int FRAME = 120;

  /** Names that Markdown and GitHub read unchanged within a reference. */
  private static final Pattern PLAIN_REPO = Pattern.compile("[A-Za-z0-9-]+/[A-Za-z0-9][\\w.-]*");

  private final MarkdownEscape escape;
  private final LinkLine links;
  private final TimeText times;
  private final SharingText sharing;

  /** With times in UTC only. */
  public StatusText(GitHubLinks github) {
    this(github, TimeText.inUtc());
  }

  public StatusText(GitHubLinks github, TimeText times) {
    this.escape = new MarkdownEscape(github);
    this.links = new LinkLine(github);
    this.times = times;
    this.sharing = new SharingText(escape, links, times);
  }

  /** {@return the length of the longest block that says such a thing, in code points} */
  static int maxLength(IssueStatus status) {
    return status.sharing().isPresent() ? StatusBlock.MAX_SHARED_LENGTH : StatusBlock.MAX_LENGTH;
  }

  /**
   * {@return the block of an issue in {@code repo}}
   *
   * @param event the newest one
   */
  public StatusBlock block(IssueStatus status, AlertEvent event, String repo) {
    List<String> lines = new ArrayList<>();
    lines.addAll(state(status, event));
    status.sharing().ifPresent(alerts -> lines.addAll(sharing.lines(alerts, repo)));
    Optional.of(values(event)).filter(text -> !text.isEmpty()).ifPresent(lines::add);
    if (status.flaps() > 0 || status.flapping()) {
      lines.add(flaps(status));
    }
    if (!status.pastIssues().isEmpty()) {
      lines.add(past(status.pastIssues(), repo));
    }
    int room = maxLength(status) - FRAME - IssueText.length(String.join("\n", lines));
    Optional.of(links(event.links(), room)).filter(it -> !it.isEmpty()).ifPresent(lines::add);
    return new StatusBlock(String.join("\n", lines).stripTrailing());
  }

  /** {@return the line about its state, which begins with the condition if the state is unknown} */
  private List<String> state(IssueStatus status, AlertEvent event) {
    return Optional.of(event)
        .filter(_ -> status.state() == IssueStatus.State.FIRING)
        .flatMap(ConditionText::meaning)
        .map(
            meaning ->
                List.of(
                    "⚫ **%s** %s".formatted(ConditionText.heading(event.firesFor()), meaning),
                    "Firing since " + firing(status)))
        .orElseGet(() -> List.of(state(status)));
  }

  private String firing(IssueStatus status) {
    return "%s%s · last heard %s · %s%s"
        .formatted(
            times.toMinute(status.firingSince()),
            bracketed(Duration.between(status.firingSince(), status.lastHeardAt())),
            times.toMinuteAfter(status.firingSince(), status.lastHeardAt()),
            heard(status),
            // For an alert that never resolves.
            status
                .closesAt()
                .map(
                    time ->
                        "; closes at %s unless it is heard again"
                            .formatted(times.toMinuteAfter(status.lastHeardAt(), time)))
                .orElse(""));
  }

  private String state(IssueStatus status) {
    String since = times.toMinute(status.firingSince());
    String heard = heard(status);
    return switch (status.state()) {
      case FIRING -> "🔴 **Firing** since " + firing(status);
      case HELD ->
          "🟡 **Resolved**%s; closes%s unless it fires again · firing since %s · %s"
              .formatted(
                  status.resolvedAt().map(time -> " at " + times.toMinute(time)).orElse(""),
                  status
                      .closesAt()
                      .map(
                          time ->
                              " at "
                                  + times.toMinuteAfter(
                                      status.resolvedAt().orElse(status.firingSince()), time))
                      .orElse(""),
                  since,
                  heard);
      case RESOLVED ->
          status
              .resolvedAt()
              .map(
                  time ->
                      "🟢 **Resolved** at %s after %s · %s"
                          .formatted(
                              times.toMinute(time),
                              TimeText.of(Duration.between(status.firingSince(), time)),
                              heard))
              .orElseGet(
                  () ->
                      "⚪ **Over**: last heard %s · firing since %s · %s"
                          .formatted(times.toMinute(status.lastHeardAt()), since, heard));
    };
  }

  /** {@return whether {@code block} says that its alert is flapping} */
  static boolean showsFlapping(StatusBlock block) {
    // A sender's text never begins like this, because its asterisks are escaped.
    return block.content().lines().anyMatch(line -> line.startsWith(FLAPPING));
  }

  private static String bracketed(Duration duration) {
    return duration.compareTo(Duration.ofMinutes(1)) < 0 ? "" : " (" + TimeText.of(duration) + ")";
  }

  /** {@return how often it was heard, or the state of the alerts that share the issue} */
  static String heard(IssueStatus status) {
    return status.sharing().map(SharingText::counts).orElseGet(() -> times(status.heard()));
  }

  /** {@return how often it was heard, in words} */
  static String times(int heard) {
    return heard == 1 ? "once" : heard + " times";
  }

  /** {@return the newest values, or else the provider's reason; a line of its own} */
  private String values(AlertEvent event) {
    String text =
        event.values().isEmpty() || ConditionText.isUnknown(event)
            ? event.reason().orElse("")
            : event.values().stream().map(MeasuredValue::text).collect(Collectors.joining(", "));
    return escape.line(SafeText.oneLine(Truncation.marked(text, MAX_REASON_LENGTH)));
  }

  /** {@return whether a block shows the whole of {@code event}'s {@code reason}} */
  static boolean shows(AlertEvent event, String reason) {
    boolean instead = event.values().isEmpty() || ConditionText.isUnknown(event);
    return instead && IssueText.length(reason) <= MAX_REASON_LENGTH;
  }

  private static String flaps(IssueStatus status) {
    String fired = "fired again %s in the last hour".formatted(times(status.flaps()));
    return status.flapping()
        ? "%s: %s, so its close %s held"
            .formatted(FLAPPING, fired, status.state() == IssueStatus.State.RESOLVED ? "was" : "is")
        : "🔁 F" + fired.substring(1);
  }

  /**
   * Real references, which leave a note on the earlier issues that links back. An issue leaves only
   * one note on another, however often its text is written again.
   */
  private static String past(List<PastIssue> issues, String repo) {
    String shown =
        issues.stream()
            .limit(MAX_PAST_ISSUES)
            .map(past -> reference(past.issue(), repo))
            .collect(Collectors.joining(", "));
    int hidden = issues.size() - MAX_PAST_ISSUES;
    return "%s time in 30 days: %s%s"
        .formatted(
            ordinal(issues.size() + 1), shown, hidden > 0 ? " and %d more".formatted(hidden) : "");
  }

  /** {@return a reference to {@code issue} in the text of an issue of {@code repo}} */
  static String reference(IssueRef issue, String repo) {
    if (issue.repo().equalsIgnoreCase(repo)) {
      return "#" + issue.number();
    }
    return PLAIN_REPO.matcher(issue.repo()).matches()
        ? issue.toString()
        : MarkdownEscape.code(issue.toString());
  }

  private static String ordinal(int number) {
    boolean teen = number % 100 >= 11 && number % 100 <= 13;
    return number
        + switch (teen ? 0 : number % 10) {
          case 1 -> "st";
          case 2 -> "nd";
          case 3 -> "rd";
          default -> "th";
        };
  }

  /** {@return the links that fit into {@code room}, the best first} */
  private String links(Links all, int room) {
    StringBuilder line = new StringBuilder();
    for (String link : links.of(all)) {
      String piece = (line.isEmpty() ? "" : " · ") + link;
      if (line.length() + piece.length() > room) {
        break;
      }
      line.append(piece);
    }
    return line.toString();
  }
}
