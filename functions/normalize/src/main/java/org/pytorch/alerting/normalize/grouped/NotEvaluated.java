package org.pytorch.alerting.normalize.grouped;

import java.util.Optional;
import org.pytorch.alerting.model.Condition;

/** Why Grafana could not evaluate a rule; it sends an alert about that with a name of its own. */
enum NotEvaluated {
  NO_DATA(
      Condition.NO_DATA,
      "No data",
      "Grafana got no data for this rule, so nothing is known of what it watches."),
  ERROR(
      Condition.ERROR,
      "Error",
      "Grafana cannot evaluate this rule, so nothing is known of what it watches.");

  private final Condition condition;
  private final String word;
  private final String meaning;

  NotEvaluated(Condition condition, String word, String meaning) {
    this.condition = condition;
    this.word = word;
    this.meaning = meaning;
  }

  static Optional<NotEvaluated> of(String alertname) {
    return switch (alertname) {
      case "DatasourceNoData" -> Optional.of(NO_DATA);
      case "DatasourceError" -> Optional.of(ERROR);
      default -> Optional.empty();
    };
  }

  /** {@return the title of the alert about the rule {@code title}} */
  String titled(String title) {
    return word + ": " + title;
  }

  Condition condition() {
    return condition;
  }

  /** {@return a sentence for people} */
  String meaning() {
    return meaning;
  }
}
