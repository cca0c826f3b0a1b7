package org.pytorch.alerting.stack.simulation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pytorch.alerting.decide.DecideRequest;
import org.pytorch.alerting.decide.RecordRequest;
import org.pytorch.alerting.decide.Recorded;
import org.pytorch.alerting.decide.Rule;
import org.pytorch.alerting.decide.Transition;
import org.pytorch.alerting.model.AlertAction;
import org.pytorch.alerting.model.AlertState;
import org.pytorch.alerting.model.Decision;
import org.pytorch.alerting.model.Outcome;
import org.pytorch.alerting.stack.simulation.SimulatedAlert.Report;
import org.pytorch.alerting.stack.virtual.VirtualDynamoDb;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What was told to the pipeline and what it made of it, seen from outside its decisions; notes at
 * once what must never happen.
 */
final class Observations {
  /** What an event says of its alert. */
  record Said(AlertState state, Instant occurredAt) {}

  /** An action that was reported as done. */
  record Done(AlertAction action, String fingerprint, int episode, boolean asUsual) {}

  private final Map<String, List<Report>> messages = new LinkedHashMap<>();
  private final Map<String, String> alertOfEvent = new HashMap<>();
  private final Map<String, Map<String, Said>> saidOfAlert = new LinkedHashMap<>();
  private final Set<String> settled = new HashSet<>();
  private final Set<String> skipped = new HashSet<>();
  private final Map<String, Done> done = new LinkedHashMap<>();
  private final List<String> violations = new ArrayList<>();

  void acknowledged(String messageId, List<Report> reports) {
    messages.put(messageId, reports);
  }

  List<String> messages() {
    return List.copyOf(messages.keySet());
  }

  List<Report> reports(String messageId) {
    return messages.getOrDefault(messageId, List.of());
  }

  /** {@return whether the event was acted on or skipped for a reason} */
  boolean isAccountedFor(String eventId) {
    return settled.contains(eventId) || skipped.contains(eventId);
  }

  Map<String, Done> done() {
    return done;
  }

  /** {@return the alerts that were decided on, by fingerprint} */
  Set<String> alerts() {
    return saidOfAlert.keySet();
  }

  /** {@return what the newest event said; RESOLVED is newer than a FIRING of the same time} */
  Said newest(String fingerprint) {
    Collection<Said> all = saidOfAlert.getOrDefault(fingerprint, Map.of()).values();
    return all.stream()
        .max(
            (one, other) -> {
              int order = one.occurredAt().compareTo(other.occurredAt());
              return order != 0 ? order : one.state().compareTo(other.state());
            })
        .orElseThrow();
  }

  /** Notes something that must never happen. */
  void violation(String text) {
    if (!violations.contains(text)) {
      violations.add(text);
    }
  }

  List<String> violations() {
    return violations;
  }

  Rule<DecideRequest, Decision> watch(Rule<DecideRequest, Decision> decider) {
    return (stored, request, now) -> {
      String id = request.eventId().value();
      alertOfEvent.put(id, request.fingerprint().hex());
      saidOfAlert
          .computeIfAbsent(request.fingerprint().hex(), _ -> new LinkedHashMap<>())
          .put(id, new Said(request.event().state(), request.event().occurredAt()));
      Transition<Decision> transition = decider.apply(stored, request, now);
      if (transition instanceof Transition.Keep<Decision>(Decision answer)
          && answer.claim().isEmpty()
          && !answer.reason().isBlank()) {
        skipped.add(id);
      }
      return transition;
    };
  }

  Rule<RecordRequest, Recorded> watchRecords(Rule<RecordRequest, Recorded> recorder) {
    return (stored, request, now) -> {
      request
          .outcome()
          .filter(outcome -> outcome.result() == Outcome.Result.DONE)
          .ifPresent(
              outcome ->
                  done.putIfAbsent(
                      request.claim().eventId().value(),
                      new Done(
                          request.decision().action(),
                          request.decision().fingerprint().hex(),
                          request.decision().episode(),
                          outcome.note().isEmpty())));
      return recorder.apply(stored, request, now);
    };
  }

  /** Follows the rows: what is settled stays settled, and a manual close holds for its episode. */
  VirtualDynamoDb.WriteListener rows() {
    return (before, after) -> {
      Optional<String> claimed = pendingEvent(Optional.of(after));
      boolean isNew = claimed.isPresent() && !claimed.equals(pendingEvent(before));
      if (isNew && settled.contains(claimed.get())) {
        violation("event %s is acted on again after it was settled".formatted(claimed.get()));
      }
      if (isNew && before.filter(row -> wasClosedByPerson(row, after)).isPresent()) {
        violation("event %s acts on an issue that a person closed".formatted(claimed.get()));
      }
      VirtualDynamoDb.attribute(after, "recent_event_ids").l().forEach(id -> settled.add(id.s()));
      if (pendingEvent(before).isPresent() && claimed.isEmpty()) {
        settled.add(pendingEvent(before).get());
      }
    };
  }

  private static boolean wasClosedByPerson(
      Map<String, AttributeValue> before, Map<String, AttributeValue> after) {
    return Boolean.TRUE.equals(VirtualDynamoDb.attribute(before, "manually_closed").bool())
        && VirtualDynamoDb.attribute(before, "episode")
            .equals(VirtualDynamoDb.attribute(after, "episode"));
  }

  private static Optional<String> pendingEvent(Optional<Map<String, AttributeValue>> row) {
    return row.map(attributes -> attributes.get("pending"))
        .map(pending -> VirtualDynamoDb.attribute(pending.m(), "event_id").s());
  }
}
