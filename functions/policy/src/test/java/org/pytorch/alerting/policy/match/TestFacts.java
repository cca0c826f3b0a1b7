package org.pytorch.alerting.policy.match;

import java.util.Map;
import java.util.Optional;
import org.pytorch.alerting.model.Priority;

/** Alerts for tests. */
final class Subjects {
  private Subjects() {}

  static Subject subject(
      Optional<Priority> priority, Optional<String> team, Map<String, String> labels) {
    return new Subject(
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

  static Subject of(String team, Map<String, String> labels) {
    return subject(Optional.of(Priority.P1), Optional.of(team), labels);
  }
}
