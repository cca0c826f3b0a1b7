package org.pytorch.alerting.normalize.grouped;

import java.util.Optional;
import org.pytorch.alerting.model.Condition;

/** Why Grafana could not evaluate a rule; it then sends an alert with a special name. */
enum NotEvaluated {
  NO_DATA(Condition.NO_DATA),
  ERROR(Condition.ERROR);

  private final Condition condition;

  NotEvaluated(Condition condition) {
    this.condition = condition;
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
    return condition.titlePrefix() + title;
  }

  Condition condition() {
    return condition;
  }
}
