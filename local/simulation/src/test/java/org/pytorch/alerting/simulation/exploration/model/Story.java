package org.pytorch.alerting.simulation.exploration.model;

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
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.route.Routing;

/**
 * The messages about one alert, each with one event, in the order they are sent. The exploration
 * varies whether, how often and in which order they are delivered.
 *
 * @param name for example {@code F1 R2 F1}: the state of each event, and the minute of its provider
 *     time, which may not follow the order of the messages; after {@link #LOUD} for an alert whose
 *     policy makes each repeat a comment and each firing an issue of its own
 */
public record Story(String name, List<AlertEvent> events) {
  private static final Instant T0 = Instant.parse("2026-03-04T07:00:00Z");

  /** Begins the name of a story whose repeats are comments. */
  public static final String LOUD = "loud ";

  private static final Routing LOUD_POLICY =
      Json.read(
          """
          {"route": "loud", "lifecycle": {"repeats": "comment", "reopen": "0s"}}
          """,
          Routing.class);

  private static final List<String> CLOCKS_IN_ORDER = List.of("111", "112", "122", "123");

  /** Every relative order of three times, including equal times. */
  private static final List<String> CLOCKS =
      Stream.concat(
              CLOCKS_IN_ORDER.stream(),
              Stream.of("121", "211", "212", "221", "132", "213", "231", "312", "321"))
          .toList();

  /** The age of the last message; the messages are sent a second apart. */
  private static final Duration YOUNG = Duration.ofSeconds(10);

  /** Added to the age of the messages once the reorder window is over for all of them. */
  public static final Duration WINDOW = Duration.ofHours(1);

  public static Story of(String name) {
    Optional<Routing> policy = Optional.of(LOUD_POLICY).filter(_ -> name.startsWith(LOUD));
    List<AlertEvent> events = new ArrayList<>();
    for (String word : words(name)) {
      AlertState state = word.startsWith("F") ? AlertState.FIRING : AlertState.RESOLVED;
      AlertEvent event = event(state, Integer.parseInt(word.substring(1)), events.size() + 1);
      events.add(event.toBuilder().routing(policy).build());
    }
    return new Story(name, List.copyOf(events));
  }

  /**
   * {@return every story of three events, with every order of the provider times} Stories that
   * differ only in the time between events are the same story. Stories of fewer events are
   * included, because not every message has to be sent.
   */
  public static List<Story> all() {
    return stories(CLOCKS);
  }

  private static String[] words(String name) {
    return name.substring(name.startsWith(LOUD) ? LOUD.length() : 0).split(" ", -1);
  }

  /** {@return the same story, told loudly} */
  public Story loud() {
    return of(LOUD + name);
  }

  /** {@return the stories of {@link #all} whose provider times follow the order of the messages} */
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
   * {@return the time when {@code message} was first put on the queue}
   *
   * @param windowOver whether the message is older than the reorder window
   */
  public Instant saidAt(int message, boolean windowOver) {
    Instant young = Age.NOW.minus(YOUNG).plusSeconds(message - size());
    return windowOver ? young.minus(WINDOW) : young;
  }

  /** {@return the minute of the firing that {@code event} reports, 0 for none} */
  public static int firing(AlertEvent event) {
    return switch (event.state()) {
      case FIRING -> Math.toIntExact(Duration.between(T0, event.occurredAt()).toMinutes());
      case RESOLVED -> 0;
    };
  }

  /** {@return whether some firing may be a late copy, so it has to wait} */
  public boolean mayHaveLateCopy() {
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

  /** {@return the message whose event has this id; a planted fault may have appended to the id} */
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

  /** {@return for example {@code m2 (R2)}} */
  public String describe(int message) {
    return "m%d (%s)".formatted(message + 1, words(name)[message]);
  }

  /** {@return whether two messages have equal content, so their order does not matter} */
  public boolean haveEqualContent(int message, int other) {
    return event(message).state() == event(other).state()
        && event(message).occurredAt().equals(event(other).occurredAt());
  }
}
