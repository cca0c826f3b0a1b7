package org.pytorch.alerting.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Alert events for tests, with invented names. */
public final class AlertEvents {
  private AlertEvents() {}

  public static AlertEventBuilder firing() {
    return new AlertEventBuilder()
        .providerVersion("1")
        .source("grafana")
        .state(AlertState.FIRING)
        .title("Queue age too high")
        .priority(Priority.P1)
        .occurredAt(Instant.parse("2026-03-04T07:12:10Z"))
        .teams(List.of("harbor"))
        .identity(
            new Identity(Optional.of("1"), Optional.empty(), Optional.of("04ae3ef017b5425f")));
  }
}
