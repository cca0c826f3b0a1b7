package org.pytorch.alerting.github.render;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.pytorch.alerting.github.issue.ActionRequest;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.AlertState;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.status.Change;
import org.pytorch.alerting.model.status.IssueStatus;

/** The texts of comments on an alert's issue, without their marker. */
public final class CommentText {
  private final MarkdownEscape escape;
  private final TimeText times;

  /** With times in UTC only. */
  public CommentText(GitHubLinks github) {
    this(github, TimeText.inUtc());
  }

  public CommentText(GitHubLinks github, TimeText times) {
    this.escape = new MarkdownEscape(github);
    this.times = times;
  }

  /**
   * {@return the comment on the episode's issue that {@code request} asks for, by what caused it}
   *
   * <p>A decision of an older version does not say what caused it: only the event's state counts.
   */
  public String of(ActionRequest request) {
    AlertEvent event = request.event();
    boolean ends =
        event.state() == AlertState.RESOLVED || request.decision().action() == AlertAction.CLOSE;
    if (isOfOlderVersion(request)) {
      return ends ? resolved(event) : stillFiring(event);
    }
    IssueStatus status = request.decision().status().orElseThrow();
    return with(request, ends ? end(request, status) : news(request, status));
  }

  /** {@return the comment on the last episode's issue, which we reopen} */
  public String reopening(ActionRequest request) {
    AlertEvent event = request.event();
    String again =
        "Fires again since %s. This issue is reopened, because it was closed when the alert resolved."
            .formatted(times.toMinute(event.occurredAt()));
    return with(request, again);
  }

  private static boolean isOfOlderVersion(ActionRequest request) {
    return request.decision().cause().isEmpty() || request.decision().status().isEmpty();
  }

  private String end(ActionRequest request, IssueStatus status) {
    AlertEvent event = request.event();
    String heard = heard(status);
    if (event.state() == AlertState.FIRING && status.resolvedAt().isEmpty()) {
      return "Last heard at %s; %s. This alert does not say when it is over, so its issue is closed now."
          .formatted(times.toMinute(status.lastHeardAt()), heard);
    }
    Duration fired =
        Duration.between(status.firingSince(), status.resolvedAt().orElse(event.occurredAt()));
    String resolved = "Resolved after %s; %s.".formatted(TimeText.of(fired), heard);
    if (request.decision().action() == AlertAction.CLOSE) {
      return resolved;
    }
    return switch (status.state()) {
      case HELD ->
          resolved
              + " This issue is closed%s, unless the alert fires again."
                  .formatted(
                      status
                          .closesAt()
                          .map(time -> " at " + times.toMinute(time))
                          .orElse(" later"));
      case FIRING, RESOLVED -> resolved + " This issue stays open until a person closes it.";
    };
  }

  private static String heard(IssueStatus status) {
    return (status.sharing().isPresent() ? "" : "heard ") + StatusText.heard(status);
  }

  private String news(ActionRequest request, IssueStatus status) {
    Duration since = Duration.between(status.firingSince(), status.lastHeardAt());
    String still = "Still firing for %s, %s.".formatted(TimeText.of(since), heard(status));
    String again = "Fires again since %s.".formatted(times.toMinute(request.event().occurredAt()));
    return switch (request.decision().cause().orElseThrow()) {
      case FIRES_AGAIN -> again + " It was not seen to resolve.";
      case FIRES_AFTER_RESOLVE, FIRES_AFTER_MANUAL_CLOSE, FLAP -> again;
      // Each change gets its own sentence, unless a newer event changed it back.
      case CHANGED, PRIORITY_RISEN -> changes(request).isEmpty() ? still : "";
      case FIRST_FIRING,
          STILL_FIRING,
          REMINDER,
          NO_ISSUE_YET,
          RESOLVED,
          HELD,
          HOLD_OVER,
          ONE_SHOT_OVER,
          REFRESH,
          GROUPED,
          RULE_STORM,
          REPOSITORY_STORM,
          NOTHING_DUE,
          ALREADY_RESOLVED,
          NEVER_FIRED,
          DUPLICATE,
          STALE,
          CLOSED_BY_PERSON,
          DROPPED,
          MAINTENANCE,
          MAINTENANCE_OVER,
          INCOMPLETE,
          UNREADABLE,
          ALREADY_CLAIMED,
          UNFINISHED,
          GIVEN_UP,
          NO_TURN,
          NO_TIME,
          MAYBE_LATE ->
          still;
    };
  }

  /** {@return {@code fact}, what has changed, and what the alert is about} */
  private String with(ActionRequest request, String fact) {
    List<String> all = new ArrayList<>(changes(request));
    if (!fact.isEmpty()) {
      all.addFirst(fact);
    }
    if (request.change().condition().isEmpty()) {
      ConditionText.meaning(request.event()).ifPresent(all::add);
    }
    return with(String.join(" ", all), request.event());
  }

  private List<String> changes(ActionRequest request) {
    AlertEvent event = request.event();
    Change change = request.change();
    List<String> sentences = new ArrayList<>();
    change
        .priority()
        .filter(_ -> event.priority().isPresent())
        .ifPresent(
            former ->
                sentences.add(
                    changed("Priority", former.name(), event.priority().orElseThrow().name())));
    if (!change.teams().isEmpty() && !event.teams().isEmpty()) {
      boolean one = change.teams().size() == 1 && event.teams().size() == 1;
      sentences.add(changed(one ? "Team" : "Teams", names(change.teams()), names(event.teams())));
    }
    change.condition().ifPresent(former -> sentences.add(ConditionText.changed(former, event)));
    return sentences;
  }

  private static String changed(String what, String from, String to) {
    return "%s changed from %s to %s.".formatted(what, from, to);
  }

  private String names(List<String> teams) {
    return String.join(", ", teams.stream().map(escape::inline).toList());
  }

  /** {@return the comment for an alert that was reported again} */
  public String stillFiring(AlertEvent event) {
    return with("Still firing, reported for " + times.of(event.occurredAt()) + ".", event);
  }

  /** {@return the comment for an alert that has resolved; the issue is closed after it} */
  public String resolved(AlertEvent event) {
    return with("Resolved at " + times.of(event.occurredAt()) + ".", event);
  }

  /** {@return the comment for an alert that fires again, whose last issue a person reopened} */
  public String firesAgain(ActionRequest request) {
    AlertEvent event = request.event();
    String again =
        "Fires again since "
            + times.of(event.occurredAt())
            + ". This issue is open, so it is used.";
    return with(request, again);
  }

  /**
   * {@return the comment for an alert that still fires after {@code closer} closed its issue}
   *
   * @param closer the login of a bot
   */
  public String reopened(ActionRequest request, String closer) {
    AlertEvent event = request.event();
    String still =
        "Still firing, reported for %s. This issue was closed by %s and is reopened, because the alert still fires."
            .formatted(times.of(event.occurredAt()), escape.inline(closer));
    return with(request, still);
  }

  private String with(String fact, AlertEvent event) {
    List<String> parts = new ArrayList<>();
    parts.add(fact);
    // The rule's own texts are about values, which are unknown then.
    if (!ConditionText.isUnknown(event)) {
      event.summary().map(text -> MarkdownBlocks.of(text, escape)).ifPresent(parts::add);
      event.values().stream()
          .map(value -> escape.inline(value.text()))
          .reduce((one, other) -> one + ", " + other)
          .map(text -> "**Values:** " + text)
          .ifPresent(parts::add);
    }
    event.reason().map(text -> "**Reason:** " + escape.inline(text)).ifPresent(parts::add);
    return String.join("\n\n", parts);
  }
}
