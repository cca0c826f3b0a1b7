package org.pytorch.alerting.stack.simulation.world;

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
import org.pytorch.alerting.stack.simulation.world.SimulatedAlert.Report;
import org.pytorch.alerting.stack.virtual.VirtualDynamoDb;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What was told to the pipeline and what it made of it, seen from outside its decisions; notes at
 * once what must never happen.
 */
public final class Observations {
  /**
   * What one message says of one alert.
   *
   * @param saidAt when the message was first put on the queue
   */
  record SentEvent(String messageId, int index, Report report, Instant saidAt) {
    /**
     * Descriptions are said one after the other; within a millisecond the provider's time decides.
     */
    static final Comparator<SentEvent> ORDER =
        Comparator.comparing(SentEvent::saidAt)
            .thenComparing(SentEvent::occurredAt)
            .thenComparing(word -> !word.firing());

    String eventId() {
      return messageId + "#" + index;
    }

    boolean firing() {
      return report.firing();
    }

    /** {@return the provider's time, which is never believed to be in the future} */
    Instant occurredAt() {
      Instant time = report.providerTime();
      return time.isAfter(saidAt) ? saidAt : time;
    }
  }

  /** An action that was reported as done. */
  record Done(AlertAction action, String fingerprint, int episode, boolean asUsual) {}

  private final Map<String, List<SentEvent>> messages = new LinkedHashMap<>();
  private final Map<Integer, List<SentEvent>> words = new LinkedHashMap<>();
  private final Map<Integer, String> fingerprints = new HashMap<>();
  private final Map<String, Instant> decided = new HashMap<>();
  private final Map<String, Instant> settledAt = new HashMap<>();
  private final Set<String> skipped = new HashSet<>();
  private final Set<String> givenUp = new HashSet<>();
  private final Map<String, Done> done = new LinkedHashMap<>();
  private final Map<String, Instant> doneAt = new HashMap<>();
  private final List<String> violations = new ArrayList<>();

  void acknowledged(String messageId, List<Report> reports, Instant now) {
    List<SentEvent> said = new ArrayList<>();
    for (Report report : reports) {
      SentEvent word = new SentEvent(messageId, said.size(), report, now);
      said.add(word);
      words.computeIfAbsent(report.alert().number(), _ -> new ArrayList<>()).add(word);
    }
    messages.put(messageId, said);
  }

  public List<String> messages() {
    return List.copyOf(messages.keySet());
  }

  public List<SentEvent> words(String messageId) {
    return messages.getOrDefault(messageId, List.of());
  }

  /** {@return the alerts of which something was said, by number} */
  Set<Integer> alerts() {
    return words.keySet();
  }

  /** {@return all that was said of an alert, in the order in which it was said} */
  List<SentEvent> sentEventsOf(int alert) {
    return words.getOrDefault(alert, List.of()).stream().sorted(SentEvent.ORDER).toList();
  }

  /** {@return the alert's fingerprint; absent as long as nothing was decided about it} */
  Optional<String> fingerprint(int alert) {
    return Optional.ofNullable(fingerprints.get(alert));
  }

  /** {@return whether the event was acted on, skipped for a reason, or given up} */
  boolean isAccountedFor(String eventId) {
    return settledAt.containsKey(eventId) || skipped.contains(eventId);
  }

  /** {@return when the event was first decided on} */
  Optional<Instant> decidedAt(String eventId) {
    return Optional.ofNullable(decided.get(eventId));
  }

  /** {@return when the event was remembered as handled} */
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

  /** Notes something that must never happen. */
  public void violation(String text) {
    if (!violations.contains(text)) {
      violations.add(text);
    }
  }

  public List<String> violations() {
    return violations;
  }

  /**
   * {@return the event that {@code eventId} is, as it was first said} An event that was given up
   * and redriven is a message of its own, with an event in it.
   */
  private static String firstSaid(String eventId) {
    int first = eventId.indexOf('#');
    int second = eventId.indexOf('#', first + 1);
    return second < 0 ? eventId : eventId.substring(0, second);
  }

  private Optional<SentEvent> word(String eventId) {
    return messages.values().stream()
        .flatMap(List::stream)
        .filter(word -> word.eventId().equals(eventId))
        .findFirst();
  }

  public Rule<DecideRequest, Decision> watch(Rule<DecideRequest, Decision> decider) {
    return (stored, request, now) -> {
      String id = request.eventId().value();
      if (decided.putIfAbsent(id, now) == null) {
        word(firstSaid(id))
            .ifPresent(
                word ->
                    fingerprints.put(word.report().alert().number(), request.fingerprint().hex()));
      }
      return watched(decider.apply(stored, request, now), id);
    };
  }

  private Transition<Decision> watched(Transition<Decision> transition, String id) {
    switch (transition) {
      case Transition.Keep<Decision>(Decision decision) -> {
        if (isSkipped(decision)) {
          skipped.add(id);
        }
        checkAttempts(decision);
      }
      case Transition.Write<Decision>(_, Decision decision) -> checkAttempts(decision);
      case Transition.Refuse<Decision> _ -> {}
      case Transition.TakeTurn<Decision>(TurnRequest wanted, var then) -> {
        return new Transition.TakeTurn<>(wanted, turn -> watched(then.apply(turn), id));
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
      triedTooOften(decision);
    }
  }

  private void triedTooOften(Decision decision) {
    violation("%s is tried more than %d times".formatted(decision.action(), Pending.MAX_ATTEMPTS));
  }

  public Rule<RecordRequest, Recorded> watchRecords(Rule<RecordRequest, Recorded> recorder) {
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

  /** Follows the rows: what is settled stays settled. */
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
