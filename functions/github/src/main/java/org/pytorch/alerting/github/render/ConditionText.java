package org.pytorch.alerting.github.render;

import java.util.Optional;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.AlertState;
import org.pytorch.alerting.model.Condition;
import org.pytorch.alerting.model.status.SharedBy;

/**
 * Says that the state of what an alert watches is unknown, which differs from an alert about it.
 */
final class ConditionText {
  private ConditionText() {}

  /** {@return whether {@code event} says that the state is unknown} A resolve does not. */
  static boolean isUnknown(AlertEvent event) {
    return event.state() == AlertState.FIRING && event.firesFor().isUnknown();
  }

  /** {@return what that means, in a sentence; empty if {@code event} is about a value} */
  static Optional<String> meaning(AlertEvent event) {
    return Optional.of(event)
        .filter(ConditionText::isUnknown)
        .map(
            it ->
                it.source().equals(SharedBy.SOURCE)
                    ? "Rules of this data source cannot be evaluated; nothing is known of what they"
                        + " watch."
                    : "%s %s this rule; nothing is known of what it watches."
                        .formatted(
                            provider(it.source()),
                            it.firesFor() == Condition.ERROR
                                ? "cannot evaluate"
                                : "got no data for"));
  }

  /** {@return what has changed since the alert fired for {@code former}, in a sentence} */
  static String changed(Condition former, AlertEvent event) {
    return meaning(event)
        .map(text -> "**%s** %s".formatted(heading(event.firesFor()), text))
        .orElseGet(
            () ->
                former == Condition.ERROR
                    ? "The rule can be evaluated again, and the alert fires."
                    : "There is data again, and the alert fires.");
  }

  /** {@return for example {@code No data:}} */
  static String heading(Condition condition) {
    return condition.titlePrefix().strip();
  }

  private static String provider(String source) {
    return switch (source) {
      case "grafana" -> "Grafana";
      case "cloudwatch" -> "CloudWatch";
      default -> "The sender";
    };
  }
}
