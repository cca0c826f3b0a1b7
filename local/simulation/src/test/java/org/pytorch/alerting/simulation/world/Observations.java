package org.pytorch.alerting.simulation.world;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.pytorch.alerting.decide.message.DecideRequest;
import org.pytorch.alerting.decide.message.RecordRequest;
import org.pytorch.alerting.decide.message.Recorded;
import org.pytorch.alerting.decide.row.Pending;
import org.pytorch.alerting.decide.rule.Rule;
import org.pytorch.alerting.decide.rule.Transition;
import org.pytorch.alerting.decide.turn.TurnRequest;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.Decision;
import org.pytorch.alerting.model.action.Outcome;
import org.pytorch.alerting.simulation.virtual.VirtualDynamoDb;
import org.pytorch.alerting.simulation.world.SimulatedAlert.Report;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The events that the pipeline received and what it did with them, as seen from outside. Records
 * violations at once.
 */
public final class Observations {
  /**
   * One event: the report on one alert in one message.
   *
   * @param saidAt when the message was first put on the queue
   */
  record SentEvent(String messageId, int index, Report report, Instant saidAt) {
    /** The order in which events were sent; within a millisecond the provider time decides. */
    static final Comparator<SentEvent> ORDER =
        Comparator.comparing(SentEvent::saidAt)
            .thenComparing(SentEvent::occurredAt)
            .thenComparing(event -> !event.firing());

    String eventId() {
      return messageId + "#" + index;
    }

    boolean firing() {
      return report.firing();
    }

    /** {@return the provider time, capped at the time of sending} */
    Instant occurredAt() {
      Instant time = report.providerTime();
      return time.isAfter(saidAt) ? saidAt : time;
    }
  }

  /** An action that was reported as done. */
  record Done(AlertAction action, String fingerprint, int episode, boolean asUsual) {}

  private final Map<String, List<SentEvent>> messages = new LinkedHashMap<>();
  private final Map<Integer, List<SentEvent>> events = new LinkedHashMap<>();
  private final Map<Integer, String> fingerprints = new HashMap<>();
  private final Map<String, Instant> decided = new HashMap<>();
  private final Map<String, Instant> settledAt = new HashMap<>();
  private final Set<String> skipped = new HashSet<>();
  private final Set<String> givenUp = new HashSet<>();
  private final Map<String, Done> done = new LinkedHashMap<>();
  private final Map<String, Instant> doneAt = new HashMap<>();
  private final Violations violations = new Violations();

  void acknowledged(String messageId, List<Report> reports, Instant now) {
    List<SentEvent> sent = new ArrayList<>();
    for (Report report : reports) {
      SentEvent event = new SentEvent(messageId, sent.size(), report, now);
      sent.add(event);
      events.computeIfAbsent(report.alert().number(), _ -> new ArrayList<>()).add(event);
    }
    messages.put(messageId, sent);
  }

  public List<String> messages() {
    return List.copyOf(messages.keySet());
  }

  public List<SentEvent> events(String messageId) {
    return messages.getOrDefault(messageId, List.of());
  }

  Set<Integer> alerts() {
    return events.keySet();
  }

  /** {@return all events of an alert, in the order they were sent} */
  List<SentEvent> eventsOf(int alert) {
    return events.getOrDefault(alert, List.of()).stream().sorted(SentEvent.ORDER).toList();
  }

  /** {@return the alert's fingerprint; absent until something is decided about the alert} */
  Optional<String> fingerprint(int alert) {
    return Optional.ofNullable(fingerprints.get(alert));
  }

  /** {@return whether the event was acted on, skipped or given up} */
  boolean isAccountedFor(String eventId) {
    return settledAt.containsKey(eventId) || skipped.contains(eventId);
  }

  /** {@return when the event was first decided on} */
  Optional<Instant> decidedAt(String eventId) {
    return Optional.ofNullable(decided.get(eventId));
  }

  /** {@return when the event was recorded as handled} */
  Optional<Instant> settledAt(String eventId) {
    return Optional.ofNullable(settledAt.get(eventId));
  }

  /** {@return when the event's action was first reported as done} */
  Optional<Instant> doneAt(String eventId) {
    return Optional.ofNullable(doneAt.get(eventId));
  }

  /** {@return the events whose action was given up} */
  Set<String> givenUp() {
    return givenUp;
  }

  Map<String, Done> done() {
    return done;
  }

  /** Records a violation. */
  public void violation(String text) {
    violations.add(text);
  }

  public List<String> violations() {
    return violations.list();
  }

  /**
   * {@return the original id of event {@code eventId}} A redriven event that was given up is a
   * message of its own, with an event in it.
   */
  private static String originalId(String eventId) {
    int first = eventId.indexOf('#');
    int second = eventId.indexOf('#', first + 1);
    return second < 0 ? eventId : eventId.substring(0, second);
  }

  private Optional<SentEvent> event(String eventId) {
    return messages.values().stream()
        .flatMap(List::stream)
        .filter(event -> event.eventId().equals(eventId))
        .findFirst();
  }

  public Rule<DecideRequest, Decision> observe(Rule<DecideRequest, Decision> decider) {
    return (stored, request, now) -> {
      String id = request.eventId().value();
      if (decided.putIfAbsent(id, now) == null) {
        event(originalId(id))
            .ifPresent(
                event ->
                    fingerprints.put(event.report().alert().number(), request.fingerprint().hex()));
      }
      return observed(decider.apply(stored, request, now), id);
    };
  }

  private Transition<Decision> observed(Transition<Decision> transition, String id) {
    switch (transition) {
      case Transition.Keep<Decision>(Decision decision) -> {
        if (isSkipped(decision)) {
          skipped.add(id);
        }
        checkAttempts(decision);
      }
      case Transition.Write<Decision>(_, Decision decision) -> checkAttempts(decision);
      case Transition.Refuse<Decision> _ -> {}
      case Transition.TakePlace<Decision>(var wanted, var then) -> {
        return new Transition.TakePlace<>(wanted, place -> observed(then.apply(place), id));
      }
      case Transition.TakeTurn<Decision>(TurnRequest wanted, var then) -> {
        return new Transition.TakeTurn<>(wanted, turn -> observed(then.apply(turn), id));
      }
    }
    return transition;
  }

  private static boolean isSkipped(Decision decision) {
    return decision instanceof Decision.Skip && decision.action() != AlertAction.REJECT;
  }

  private void checkAttempts(Decision decision) {
    if (decision instanceof Decision.Act act
        && act.action() != AlertAction.GIVE_UP
        && act.claim().attempt() > Pending.MAX_ATTEMPTS) {
      attemptedTooOften(decision);
    }
  }

  private void attemptedTooOften(Decision decision) {
    violation(
        "%s is attempted more than %d times".formatted(decision.action(), Pending.MAX_ATTEMPTS));
  }

  public Rule<RecordRequest, Recorded> observeRecords(Rule<RecordRequest, Recorded> recorder) {
    return (stored, request, now) -> {
      request.outcome().ifPresent(outcome -> reported(request, outcome, now));
      return recorder.apply(stored, request, now);
    };
  }

  private void reported(RecordRequest request, Outcome outcome, Instant now) {
    String eventId = request.claim().eventId().value();
    switch (outcome.result()) {
      case DONE -> {
        doneAt.putIfAbsent(eventId, now);
        done.putIfAbsent(
            eventId,
            new Done(
                request.decision().action(),
                request.decision().fingerprint().hex(),
                request.decision().episode(),
                outcome.note().isEmpty()));
      }
      case GIVEN_UP -> givenUp.add(eventId);
      case MANUALLY_CLOSED, GONE, DISABLED, RATE_LIMITED -> {}
    }
  }

  /** Observes the rows: a settled event must stay settled. */
  public VirtualDynamoDb.WriteListener rows(Supplier<Instant> clock) {
    return (before, after) -> {
      Optional<String> claimed = pendingEvent(Optional.of(after));
      Optional<String> claimedBefore = pendingEvent(before);
      boolean isNew = claimed.isPresent() && !claimed.equals(claimedBefore);
      if (isNew && settledAt.containsKey(claimed.get())) {
        violation("event %s is acted on again after it was settled".formatted(claimed.get()));
      }
      VirtualDynamoDb.attribute(after, "recent_event_ids")
          .l()
          .forEach(id -> settledAt.putIfAbsent(id.s(), clock.get()));
      claimedBefore
          .filter(_ -> claimed.isEmpty() && !after.containsKey("seen_closed_by"))
          .ifPresent(event -> settledAt.putIfAbsent(event, clock.get()));
    };
  }

  private static Optional<String> pendingEvent(Optional<Map<String, AttributeValue>> row) {
    return row.map(attributes -> attributes.get("pending"))
        .map(pending -> VirtualDynamoDb.attribute(pending.m(), "event_id").s());
  }
}
