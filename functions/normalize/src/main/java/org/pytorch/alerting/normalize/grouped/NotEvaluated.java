package org.pytorch.alerting.normalize.grouped;

import java.util.Optional;

/** Why Grafana could not evaluate a rule; it sends an alert about that with a name of its own. */
enum NotEvaluated {
  NO_DATA("No data", "Grafana got no data for this rule, so nothing is known of what it watches."),
  ERROR("Error", "Grafana cannot evaluate this rule, so nothing is known of what it watches.");

  private final String word;
  private final String meaning;

  NotEvaluated(String word, String meaning) {
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

  /** {@return a sentence for people} */
  String meaning() {
    return meaning;
  }
}
