package org.pytorch.alerting.policy.match;

import java.util.Optional;
import org.pytorch.alerting.model.text.Truncation;
import org.pytorch.alerting.policy.rule.Condition;

/**
 * The first reason why a route is not an alert's route.
 *
 * @param actual the alert's value, absent if it has none
 * @param excluded whether the condition is one of {@code not}, which the alert satisfies
 */
public record Miss(String route, Condition condition, Optional<String> actual, boolean excluded) {
  /** In characters: a title can be much longer. */
  private static final int MAX_SHOWN_LENGTH = 80;

  /** {@return the reason as a sentence without its full stop} */
  public String reason() {
    if (actual.isEmpty()) {
      return "the alert has no " + condition.field();
    }
    String is =
        "%s is \"%s\""
            .formatted(condition.field(), Truncation.marked(actual.get(), MAX_SHOWN_LENGTH));
    return excluded
        ? "%s, which \"not\" excludes".formatted(is)
        : "%s, not %s".formatted(is, condition.wanted());
  }
}
