package org.pytorch.alerting.stack.exploration;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.AlertEventBuilder;
import org.pytorch.alerting.model.AlertState;
import org.pytorch.alerting.model.EventId;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.Identity;
import org.pytorch.alerting.model.Priority;

/**
 * The messages about one alert, each with one event. In which order, how often and whether at all
 * they arrive is for the exploration.
 *
 * @param name such as {@code F1 F1 R2}: the state and the minute of each event
 */
record Story(String name, List<AlertEvent> events) {
  private static final Instant T0 = Instant.parse("2026-03-04T07:00:00Z");

  static Story of(String name) {
    List<AlertEvent> events = new ArrayList<>();
    for (String word : name.split(" ", -1)) {
      AlertState state = word.startsWith("F") ? AlertState.FIRING : AlertState.RESOLVED;
      events.add(event(state, Integer.parseInt(word.substring(1)), events.size() + 1));
    }
    return new Story(name, List.copyOf(events));
  }

  /**
   * {@return every story of three events} Those that differ only in the length of time between
   * events are the same one, and those of fewer events are a part of these: not every message need
   * be sent.
   */
  static List<Story> all() {
    Set<String> names = new LinkedHashSet<>();
    for (String times : List.of("111", "112", "122", "123")) {
      for (int states = 0; states < 8; states++) {
        int bits = states;
        List<String> words =
            Stream.of(0, 1, 2)
                .map(i -> ((bits >> i & 1) == 0 ? "F" : "R") + times.charAt(i))
                .sorted((a, b) -> (a.substring(1) + a).compareTo(b.substring(1) + b))
                .toList();
        names.add(String.join(" ", words));
      }
    }
    return names.stream().map(Story::of).toList();
  }

  private static AlertEvent event(AlertState state, int minute, int message) {
    return new AlertEventBuilder()
        .providerVersion("1")
        .source("grafana")
        .state(state)
        .title("Queue age too high")
        .summary(Optional.of("message " + message))
        .priority(Priority.P1)
        .occurredAt(T0.plusSeconds(60L * minute))
        .teams(List.of("harbor"))
        .identity(new Identity(Optional.of("1"), Optional.empty(), Optional.of("04ae3ef0")))
        .build();
  }

  int size() {
    return events.size();
  }

  AlertEvent event(int message) {
    return events.get(message);
  }

  EventId eventId(int message) {
    return EventId.of("message-" + (message + 1), 0);
  }

  Fingerprint fingerprint() {
    return Fingerprint.of(events.getFirst());
  }

  /** {@return such as {@code m2 (R2)}} */
  String describe(int message) {
    return "m%d (%s)".formatted(message + 1, name.split(" ", -1)[message]);
  }

  /** {@return whether two messages say the same, so that it does not matter which comes first} */
  boolean saysTheSame(int message, int other) {
    return event(message).state() == event(other).state()
        && event(message).occurredAt().equals(event(other).occurredAt());
  }
}
