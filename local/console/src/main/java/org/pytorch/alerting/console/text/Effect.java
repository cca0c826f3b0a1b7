package org.pytorch.alerting.console.text;

import java.util.Optional;
import org.pytorch.alerting.model.action.Outcome;

/** What was done to an issue, in words. */
public final class Effect {
  private Effect() {}

  /**
   * {@return what was done to the issue, such as {@code opened}; empty if it was left alone}
   *
   * @param action as in a log line, such as {@code CREATE}
   * @param result the outcome on GitHub as in a log line, such as {@code done}
   */
  public static Optional<String> of(String action, String result) {
    if (!result.equals(Outcome.Result.DONE.jsonName())) {
      return Optional.empty();
    }
    return switch (action) {
      case "CREATE" -> Optional.of("opened");
      case "COMMENT" -> Optional.of("commented on");
      case "UPDATE" -> Optional.of("updated");
      case "REOPEN" -> Optional.of("reopened");
      case "CLOSE" -> Optional.of("closed");
      default -> Optional.empty();
    };
  }
}
