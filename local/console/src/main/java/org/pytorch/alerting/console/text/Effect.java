package org.pytorch.alerting.console.text;

import java.util.Optional;
import org.pytorch.alerting.model.action.Outcome;

/** What was done to an issue, or why it was not, in words. */
public final class Effect {
  /** How the note begins of a comment that GitHub does not take, such as on a locked issue. */
  private static final String COMMENT_REFUSED = "GitHub refuses comments";

  private Effect() {}

  /**
   * {@return what was done to the issue, such as {@code opened}; empty if it was left alone}
   *
   * @param action as in a log line, such as {@code CREATE}
   * @param result the outcome on GitHub as in a log line, such as {@code done}
   * @param note what was unusual; empty if nothing was
   */
  public static Optional<String> of(String action, String result, String note) {
    if (!result.equals(Outcome.Result.DONE.jsonName())) {
      return Optional.empty();
    }
    return switch (action) {
      case "CREATE" -> Optional.of("opened");
      case "COMMENT" ->
          Optional.of(note.startsWith(COMMENT_REFUSED) ? "could not comment on" : "commented on");
      case "UPDATE" -> Optional.of("updated");
      case "REOPEN" -> Optional.of("reopened");
      case "CLOSE" -> Optional.of("closed");
      default -> Optional.empty();
    };
  }

  /**
   * {@return what happened instead of the action, for people; {@code failure} itself if later
   * versions added it}
   *
   * @param failure the outcome in a log line, such as {@code rejected}, or an exception's name
   */
  public static String failure(String failure) {
    return switch (failure) {
      case "rejected", "GitHubRejectedException" -> "GitHub refused it";
      case "no_access", "GitHubAccessException" -> "GitHub gives our App no access";
      case "unavailable", "GitHubUnavailableException" -> "GitHub failed, and may have done it";
      case "not_asked", "GitHubNotAskedException" -> "GitHub failed before anything was written";
      case "rate_limited", "GitHubRateLimitedException" -> "GitHub limits the rate";
      case "no_time", "DeadlineExceededException" -> "no time was left for it";
      case "manually_closed" -> "left alone, as a person closed the issue";
      case "gone" -> "somebody deleted or moved the issue";
      case "disabled" -> "GitHub is switched off";
      case "given_up" -> "given up";
      default -> failure;
    };
  }
}
