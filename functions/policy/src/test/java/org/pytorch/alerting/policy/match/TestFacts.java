package org.pytorch.alerting.policy.match;

import java.util.Map;
import java.util.Optional;
import org.pytorch.alerting.model.Priority;

/** Alerts for tests. */
final class TestFacts {
  private TestFacts() {}

  static AlertFacts facts(
      Optional<Priority> priority, Optional<String> team, Map<String, String> labels) {
    return new AlertFacts(
        "grafana",
        Optional.of("640017223391"),
        Optional.empty(),
        "Disk full",
        priority,
        Optional.empty(),
        team,
        Optional.ofNullable(labels.get("severity")),
        labels,
        Map.of("runbook", "none"),
        Map.of("QueueName", "berths"));
  }

  static AlertFacts of(String team, Map<String, String> labels) {
    return facts(Optional.of(Priority.P1), Optional.of(team), labels);
  }
}
