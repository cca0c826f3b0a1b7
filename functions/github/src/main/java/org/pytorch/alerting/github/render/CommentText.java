package org.pytorch.alerting.github.render;

import java.util.ArrayList;
import java.util.List;
import org.pytorch.alerting.model.AlertEvent;

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

  /** {@return the comment for an alert that was reported again} */
  public String stillFiring(AlertEvent event) {
    return with("Still firing, reported for " + times.of(event.occurredAt()) + ".", event);
  }

  /** {@return the comment for an alert that has resolved; the issue is closed after it} */
  public String resolved(AlertEvent event) {
    return with("Resolved at " + times.of(event.occurredAt()) + ".", event);
  }

  /** {@return the comment for an alert that fires again, whose last issue a person reopened} */
  public String firesAgain(AlertEvent event) {
    return with(
        "Fires again since "
            + times.of(event.occurredAt())
            + ". This issue is open, so it is used.",
        event);
  }

  /**
   * {@return the comment for an alert that still fires after {@code closer} closed its issue}
   *
   * @param closer the login of a bot
   */
  public String reopened(AlertEvent event, String closer) {
    return with(
        "Still firing, reported for %s. This issue was closed by %s and is reopened, because the alert still fires."
            .formatted(times.of(event.occurredAt()), escape.inline(closer)),
        event);
  }

  private String with(String fact, AlertEvent event) {
    List<String> parts = new ArrayList<>();
    parts.add(fact);
    event.summary().map(text -> MarkdownBlocks.of(text, escape)).ifPresent(parts::add);
    event.values().stream()
        .map(value -> escape.inline(value.text()))
        .reduce((one, other) -> one + ", " + other)
        .map(text -> "**Values:** " + text)
        .ifPresent(parts::add);
    event.reason().map(text -> "**Reason:** " + escape.inline(text)).ifPresent(parts::add);
    return String.join("\n\n", parts);
  }
}
