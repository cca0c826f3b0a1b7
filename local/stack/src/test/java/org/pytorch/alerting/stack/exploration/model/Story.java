package org.pytorch.alerting.stack.exploration.model;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.AlertEventBuilder;
import org.pytorch.alerting.model.AlertState;
import org.pytorch.alerting.model.EventId;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.Identity;
import org.pytorch.alerting.model.Priority;

/**
 * The messages about one alert, each with one event, in the order in which they are said. In which
 * order, how often and whether at all they are delivered is for the exploration.
 *
 * @param name such as {@code F1 R2 F1}: the state of each event, and the minute of its provider's
 *     time, which need not follow the order in which they are said
 */
public record Story(String name, List<AlertEvent> events) {
  private static final Instant T0 = Instant.parse("2026-03-04T07:00:00Z");

  private static final List<String> CLOCKS_IN_ORDER = List.of("111", "112", "122", "123");

  /** Every way in which three times can be before, at or after each other. */
  private static final List<String> CLOCKS =
      Stream.concat(
              CLOCKS_IN_ORDER.stream(),
              Stream.of("121", "211", "212", "221", "132", "213", "231", "312", "321"))
          .toList();

  /** The times at which the messages are said are a second apart, and the last is this old. */
  private static final Duration YOUNG = Duration.ofSeconds(10);

  /** How old they are once the reorder window is over for all of them. */
  public static final Duration WINDOW = Duration.ofHours(1);

  public static Story of(String name) {
    List<AlertEvent> events = new ArrayList<>();
    for (String word : name.split(" ", -1)) {
      AlertState state = word.startsWith("F") ? AlertState.FIRING : AlertState.RESOLVED;
      events.add(event(state, Integer.parseInt(word.substring(1)), events.size() + 1));
    }
    return new Story(name, List.copyOf(events));
  }

  /**
   * {@return every story of three events, whatever the provider's clocks say} Those that differ
   * only in the length of time between events are the same one, and those of fewer events are a
   * part of these: not every message need be sent.
   */
  public static List<Story> all() {
    return stories(CLOCKS);
  }

  /** {@return those of {@link #all} whose provider's times follow the order in which it speaks} */
  public static List<Story> inOrder() {
    return stories(CLOCKS_IN_ORDER);
  }

  private static List<Story> stories(List<String> clocks) {
    List<Story> stories = new ArrayList<>();
    for (String times : clocks) {
      for (int states = 0; states < 8; states++) {
        int bits = states;
        stories.add(
            of(
                IntStream.range(0, 3)
                    .mapToObj(i -> ((bits >> i & 1) == 0 ? "F" : "R") + times.charAt(i))
                    .collect(Collectors.joining(" "))));
      }
    }
    return stories;
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

  /**
   * {@return when {@code message} was first put on the queue}
   *
   * @param windowOver whether that is longer ago than a late copy can take
   */
  public Instant saidAt(int message, boolean windowOver) {
    Instant young = Age.NOW.minus(YOUNG).plusSeconds(message - size());
    return windowOver ? young.minus(WINDOW) : young;
  }

  /** {@return the minute of the firing that {@code event} is of, 0 when it is of none} */
  public static int firing(AlertEvent event) {
    return switch (event.state()) {
      case FIRING -> Math.toIntExact(Duration.between(T0, event.occurredAt()).toMinutes());
      case RESOLVED -> 0;
    };
  }

  /** {@return whether some firing may be a late copy, so that it has to wait} */
  public boolean hasDoubt() {
    return IntStream.range(0, size())
        .anyMatch(
            firing ->
                event(firing).state() == AlertState.FIRING
                    && IntStream.range(0, firing)
                        .mapToObj(this::event)
                        .anyMatch(
                            before ->
                                before.state() == AlertState.RESOLVED
                                    && !event(firing).occurredAt().isAfter(before.occurredAt())));
  }

  /** {@return the message whose event has this id; a planted fault may have added to it} */
  public int messageOf(EventId id) {
    return IntStream.range(0, size())
        .filter(i -> id.value().startsWith(eventId(i).value()))
        .findFirst()
        .orElseThrow();
  }

  public int size() {
    return events.size();
  }

  public AlertEvent event(int message) {
    return events.get(message);
  }

  public EventId eventId(int message) {
    return EventId.of("message-" + (message + 1), 0);
  }

  public Fingerprint fingerprint() {
    return Fingerprint.of(events.getFirst());
  }

  /** {@return such as {@code m2 (R2)}} */
  public String describe(int message) {
    return "m%d (%s)".formatted(message + 1, name.split(" ", -1)[message]);
  }

  /** {@return whether two messages say the same, so that it does not matter which comes first} */
  public boolean saysTheSame(int message, int other) {
    return event(message).state() == event(other).state()
        && event(message).occurredAt().equals(event(other).occurredAt());
  }
}
