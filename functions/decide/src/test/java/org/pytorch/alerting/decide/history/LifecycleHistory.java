package org.pytorch.alerting.decide.history;

import static org.pytorch.alerting.decide.Alerts.FINGERPRINT;
import static org.pytorch.alerting.decide.Alerts.NOW;
import static org.pytorch.alerting.decide.Alerts.T0;
import static org.pytorch.alerting.decide.Alerts.UNKNOWN;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.pytorch.alerting.decide.Alerts;
import org.pytorch.alerting.decide.message.DecideRequest;
import org.pytorch.alerting.decide.message.DecideRequest.Trigger;
import org.pytorch.alerting.decide.message.RecordRequest;
import org.pytorch.alerting.decide.message.Recorded;
import org.pytorch.alerting.decide.message.StepError;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.decide.rule.Decider;
import org.pytorch.alerting.decide.rule.Rule;
import org.pytorch.alerting.decide.rule.Transition;
import org.pytorch.alerting.decide.turn.Turn;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.AlertState;
import org.pytorch.alerting.model.EventId;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.ClaimToken;
import org.pytorch.alerting.model.action.Decision;
import org.pytorch.alerting.model.action.Outcome;
import org.pytorch.alerting.model.check.NextCheck;
import org.pytorch.alerting.runtime.Deadline;

/**
 * One random history of one alert: a few events, each delivered until it is handled and sometimes
 * again, several executions side by side, each of which may wait for its turn, be sent away, be
 * limited by GitHub, die or fail after every step, records that come twice, and a person who may
 * close the issue or reopen it. Time is virtual.
 */
final class LifecycleHistory {
  /**
   * @param dueAt before then the queue holds it back
   */
  private record Message(EventId eventId, Trigger trigger, Instant saidAt, Instant dueAt) {
    Optional<AlertEvent> event() {
      return trigger instanceof Trigger.Event(AlertEvent event)
          ? Optional.of(event)
          : Optional.empty();
    }
  }

  private enum Step {
    DECIDE,
    ACT,
    RECORD,
    RELEASE
  }

  /** One delivery of one message. */
  private static final class Execution {
    final Message message;
    final ClaimToken token;
    final Instant startedAt;
    Step step = Step.DECIDE;
    Optional<Decision.Act> decision = Optional.empty();
    Optional<Outcome> outcome = Optional.empty();
    Optional<StepError> error = Optional.empty();

    Execution(Message message, ClaimToken token, Instant startedAt) {
      this.message = message;
      this.token = token;
      this.startedAt = startedAt;
    }
  }

  private static final List<String> POLICIES =
      List.of("", "\"repeats\":\"comment\"", "\"hold_close\":\"1m\"");

  private final RandomGenerator random;
  private final Rule<DecideRequest, Decision> decider;
  private final Rule<RecordRequest, Recorded> recorder;
  private final LifecycleGitHub github = new LifecycleGitHub();
  private final List<Message> messages = new ArrayList<>();
  private final Set<Message> unhandled = new LinkedHashSet<>();
  private final List<Execution> executions = new ArrayList<>();
  private final Set<EventId> quarantined = new HashSet<>();
  private final List<RecordRequest> recordedOnce = new ArrayList<>();
  private final StringBuilder notes = new StringBuilder();
  private Optional<StoredAlert> row = Optional.empty();
  private Instant now = NOW;
  private int deliveries;
  private int checks;
  private boolean checkLost;
  private boolean calm;

  LifecycleHistory(
      RandomGenerator random,
      Rule<DecideRequest, Decision> decider,
      Rule<RecordRequest, Recorded> recorder) {
    this.random = random;
    this.decider = decider;
    this.recorder = recorder;
    String policy = POLICIES.get(random.nextInt(POLICIES.size()));
    int count = 2 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      AlertState state = random.nextInt(3) > 0 ? AlertState.FIRING : AlertState.RESOLVED;
      Instant occurredAt = T0.plusSeconds(random.nextInt(4));
      // The two clocks have nothing to do with each other.
      Instant saidAt = NOW.minusSeconds(random.nextInt(8));
      Trigger trigger = new Trigger.Event(Alerts.living(Alerts.event(state, occurredAt), policy));
      messages.add(new Message(EventId.of("m" + i, 0), trigger, saidAt, saidAt));
    }
    unhandled.addAll(messages);
  }

  /** Plays the history and checks what must hold when everything is handled. */
  void play() {
    try {
      for (int i = 0; i < 60; i++) {
        oneThing();
      }
      while (!unhandled.isEmpty() || !executions.isEmpty()) {
        calmThing();
      }
      checkRest();
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "\n" + notes, e);
    }
  }

  private void oneThing() {
    now = now.plusSeconds(random.nextInt(20));
    executions.removeIf(
        execution -> !now.isBefore(Deadline.ofExecution(execution.startedAt).end()));
    int dice = random.nextInt(100);
    if (dice < 20 && executions.size() < 3) {
      // Also one that is handled or being handled: queues deliver at least once.
      Message message = messages.get(random.nextInt(messages.size()));
      if (!now.isBefore(message.dueAt())) {
        deliver(message);
      }
    } else if (dice < 25) {
      note("a person closes the issue");
      github.personCloses();
    } else if (dice < 27) {
      note("a person reopens the issue");
      github.personReopens();
    } else if (dice < 30 && !recordedOnce.isEmpty()) {
      note("a record is repeated, late");
      apply(recordedOnce.get(random.nextInt(recordedOnce.size())));
    } else if (!executions.isEmpty()) {
      step(executions.get(random.nextInt(executions.size())), dice < 40, dice % 3);
    }
  }

  /** What is left is delivered one by one and without faults, after every lease has lapsed. */
  private void calmThing() {
    calm = true;
    if (executions.isEmpty()) {
      now = now.plus(Decider.LEASE);
      Message message = unhandled.iterator().next();
      now = now.isBefore(message.dueAt()) ? message.dueAt() : now;
      deliver(message);
    }
    Execution execution = executions.getFirst();
    // What is left of the unquiet time may still have to wait for its turn.
    execution
        .decision
        .map(Decision.Act::notBefore)
        .filter(now::isBefore)
        .ifPresent(turn -> now = turn);
    step(execution, false, 2);
    if (deliveries > 200) {
      throw new AssertionError("it never comes to rest");
    }
  }

  private void deliver(Message message) {
    deliveries++;
    // Also a copy of a handled message stays on the queue until it is handled itself.
    unhandled.add(message);
    executions.add(new Execution(message, new ClaimToken("x" + deliveries + "#0"), now));
  }

  /**
   * Lets one execution do its next step.
   *
   * @param dies the effect takes place, but its answer is lost with the execution
   * @param failure or GitHub's answer alone is lost (0), or GitHub does nothing (1): often for now,
   *     sometimes for good
   */
  private void step(Execution execution, boolean dies, int failure) {
    note(
        "%s %s %s: %s%s"
            .formatted(
                now,
                execution.token,
                execution.message.trigger() instanceof Trigger.Event(AlertEvent event)
                    ? event.state()
                    : execution.message.trigger(),
                execution.step,
                dies ? " and dies" : ""));
    switch (execution.step) {
      case DECIDE -> decide(execution);
      case ACT -> act(execution, dies, failure);
      case RECORD ->
          record(
              execution,
              RecordRequest.settle(
                  execution.decision.orElseThrow(), execution.outcome.orElseThrow()));
      case RELEASE -> {
        record(
            execution,
            RecordRequest.release(
                execution.decision.orElseThrow(), execution.error.orElseThrow(), false));
        execution.error = Optional.empty();
      }
    }
    if (dies) {
      executions.remove(execution);
    }
  }

  private void act(Execution execution, boolean dies, int failure) {
    Decision.Act decision = execution.decision.orElseThrow();
    if (now.isBefore(decision.notBefore())) {
      note("  it waits for its turn");
      return;
    }
    execution.step = Step.RECORD;
    if (decision.action() == AlertAction.GIVE_UP) {
      quarantined.add(decision.claim().eventId());
      execution.outcome = Optional.of(Alerts.outcome(Outcome.Result.GIVEN_UP));
    } else if (dies || failure != 1) {
      execution.outcome = Optional.of(github.act(decision));
      execution.error = Optional.of("lost").filter(_ -> failure == 0).map(LifecycleHistory::error);
    } else if (random.nextInt(3) == 0) {
      execution.outcome = Optional.of(Outcome.rateLimited(now.plusSeconds(60), "429: slow down"));
    } else {
      String name = random.nextInt(3) > 0 ? "NotAsked" : "Rejected";
      execution.error =
          Optional.of(error("org.pytorch.alerting.github.GitHub" + name + "Exception"));
    }
    if (execution.error.isPresent()) {
      execution.step = Step.RELEASE;
    }
  }

  private static StepError error(String name) {
    return new StepError(name, Optional.empty());
  }

  private void decide(Execution execution) {
    DecideRequest request =
        new DecideRequest(
            execution.message.eventId(),
            FINGERPRINT,
            execution.message.trigger(),
            execution.message.saidAt(),
            execution.token,
            execution.startedAt);
    switch (Alerts.grant(decider.apply(row.orElse(UNKNOWN), request, now), turn())) {
      case Transition.Write<Decision>(StoredAlert next, Decision decision) -> {
        row = Optional.of(next);
        decided(execution, decision);
      }
      case Transition.Keep<Decision>(Decision decision) -> decided(execution, decision);
      case Transition.TakePlace<Decision> _ -> throw new AssertionError("a place is taken");
      case Transition.TakeTurn<Decision> _ -> throw new AssertionError("two turns are taken");
      case Transition.Refuse<Decision> _ -> executions.remove(execution);
    }
  }

  private Turn turn() {
    return calm || random.nextInt(8) > 0
        ? new Turn.Granted(now.plusSeconds(calm ? 0 : random.nextInt(31)))
        : new Turn.TooFar(now.plusSeconds(40));
  }

  private void decided(Execution execution, Decision decision) {
    note("  " + decision.action() + " " + decision.reason());
    decision.nextCheck().ifPresent(this::send);
    switch (decision) {
      case Decision.Act act -> {
        execution.decision = Optional.of(act);
        execution.step = Step.ACT;
      }
      case Decision.Skip _ -> finish(execution);
      case Decision.Postpone _ -> executions.remove(execution);
    }
  }

  /** A check is delayed, and sometimes its sender dies before it is sent. */
  private void send(NextCheck nextCheck) {
    checks++;
    if (!calm && random.nextInt(4) == 0) {
      note("  its check is lost");
      checkLost = true;
      return;
    }
    Message check =
        new Message(
            EventId.of("c" + checks, 0),
            new Trigger.Check(nextCheck.check().reason()),
            now,
            now.plusSeconds(nextCheck.delaySeconds()));
    messages.add(check);
    unhandled.add(check);
  }

  private void record(Execution execution, RecordRequest request) {
    recordedOnce.add(request);
    Optional<Recorded> recorded = apply(request);
    if (recorded.isEmpty() || recorded.get().rest().isPresent()) {
      // It has failed, or its message is redelivered.
      executions.remove(execution);
    } else if (request.outcome().isPresent()) {
      finish(execution);
    } else {
      executions.remove(execution);
    }
  }

  private Optional<Recorded> apply(RecordRequest request) {
    return switch (recorder.apply(row.orElse(UNKNOWN), request, now)) {
      case Transition.Write<Recorded>(StoredAlert next, Recorded recorded) -> {
        row = Optional.of(next);
        yield Optional.of(recorded);
      }
      case Transition.Keep<Recorded>(Recorded recorded) -> Optional.of(recorded);
      case Transition.TakePlace<Recorded> _ -> throw new AssertionError("a place is taken");
      case Transition.TakeTurn<Recorded> _ -> throw new AssertionError("a record needs no turn");
      case Transition.Refuse<Recorded> _ -> Optional.empty();
    };
  }

  private void finish(Execution execution) {
    unhandled.remove(execution.message);
    executions.remove(execution);
  }

  private void checkRest() {
    StoredAlert alert = row.orElseThrow();
    requireThat(alert.pending().isEmpty(), "a claim is left pending");
    Message newest =
        messages.stream()
            .filter(message -> message.event().isPresent())
            .max(
                Comparator.comparing(Message::saidAt)
                    .thenComparing(message -> message.event().orElseThrow().occurredAt())
                    .thenComparing(message -> message.event().orElseThrow().state()))
            .orElseThrow();
    if (quarantined.contains(newest.eventId())) {
      return;
    }
    boolean anyOpen = github.issues.stream().anyMatch(issue -> issue.open);
    boolean reopened = github.issues.stream().anyMatch(issue -> issue.reopenedByPerson);
    boolean fires = newest.event().orElseThrow().state() == AlertState.FIRING;
    boolean byPerson = !github.issues.isEmpty() && github.issues.getLast().closedByPerson;
    // Until its next event comes.
    boolean held = alert.isHeld() && checkLost;
    requireThat(fires || !anyOpen || reopened || held, "resolved, but an issue is open");
    requireThat(!fires || anyOpen || byPerson, "it fires, but no issue is open");
  }

  private void note(String line) {
    notes.append(line).append('\n');
  }

  private static void requireThat(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
