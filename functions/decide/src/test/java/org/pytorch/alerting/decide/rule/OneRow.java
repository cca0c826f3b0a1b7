package org.pytorch.alerting.decide.rule;

import static org.pytorch.alerting.decide.Alerts.UNKNOWN;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.pytorch.alerting.decide.Alerts;
import org.pytorch.alerting.decide.message.DecideRequest;
import org.pytorch.alerting.decide.message.DecideRequest.Trigger;
import org.pytorch.alerting.decide.message.RecordRequest;
import org.pytorch.alerting.decide.message.Recorded;
import org.pytorch.alerting.decide.message.StepError;
import org.pytorch.alerting.decide.row.Pending;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.decide.turn.Turn;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.EventId;
import org.pytorch.alerting.model.action.ClaimToken;
import org.pytorch.alerting.model.action.Decision;
import org.pytorch.alerting.model.action.Outcome;
import org.pytorch.alerting.model.check.CheckReason;
import org.pytorch.alerting.model.status.IssueRef;

/** The row of one alert, with decide and record working on it one after the other. */
public final class OneRow {
  private Rule<DecideRequest, Decision> decider = Alerts.atOnce(new Decider(Alerts.REPOSITORY));
  private final Recorder recorder = new Recorder();
  private Optional<StoredAlert> row;
  private int executions;
  private Instant now;

  public OneRow(Optional<StoredAlert> row, Instant now) {
    this.row = row;
    this.now = now;
  }

  /** From now on GitHub has no turn before {@code retryAt}, or at once if that is absent. */
  OneRow withoutTurnUntil(Optional<Instant> retryAt) {
    Decider rules = new Decider(Alerts.REPOSITORY);
    decider =
        retryAt
            .<Rule<DecideRequest, Decision>>map(
                at ->
                    (alert, request, time) ->
                        Alerts.grant(rules.apply(alert, request, time), new Turn.TooFar(at)))
            .orElseGet(() -> Alerts.atOnce(rules));
    return this;
  }

  public StoredAlert row() {
    return row.orElseThrow();
  }

  Pending pending() {
    return row().pending().orElseThrow();
  }

  public Instant now() {
    return now;
  }

  public OneRow at(Instant instant) {
    now = instant;
    return this;
  }

  public OneRow after(Duration duration) {
    return at(now.plus(duration));
  }

  /** A new execution asks what {@code event} means, whose message was sent just now. */
  public Decision ask(String message, AlertEvent event) {
    return ask(message, event, now);
  }

  public Decision ask(String message, AlertEvent event, Instant saidAt) {
    executions++;
    return askAs("x" + executions, message, event, saidAt);
  }

  /** The execution called {@code execution} asks. */
  public Decision askAs(String execution, String message, AlertEvent event, Instant saidAt) {
    return ask(execution, message, new Trigger.Event(event), saidAt);
  }

  /** A new execution gets the check {@code message}, which was sent just now. */
  public Decision check(String message, CheckReason reason) {
    return check(message, reason, now);
  }

  /** The same, by a message that was sent at {@code saidAt}. */
  Decision check(String message, CheckReason reason, Instant saidAt) {
    executions++;
    return ask("x" + executions, message, new Trigger.Check(reason), saidAt);
  }

  private Decision ask(String execution, String message, Trigger trigger, Instant saidAt) {
    DecideRequest request =
        new DecideRequest(
            EventId.of(message, 0),
            Alerts.FINGERPRINT,
            trigger,
            saidAt,
            new ClaimToken(execution + "#0"),
            now);
    Transition<Decision> transition = decider.apply(row.orElse(UNKNOWN), request, now);
    if (transition instanceof Transition.Write<Decision> write) {
      row = Optional.of(write.next());
    }
    return Alerts.decided(transition);
  }

  /** An execution asks like {@link #ask(String, AlertEvent)} and carries out the decision. */
  public Decision handle(String message, AlertEvent event) {
    return carriedOut(ask(message, event));
  }

  /** The same for a check. */
  public Decision handle(String message, CheckReason reason) {
    return carriedOut(check(message, reason));
  }

  private Decision carriedOut(Decision decision) {
    if (decision instanceof Decision.Act act) {
      settle(
          act,
          Outcome.Result.DONE,
          act.issue().or(act::formerIssue).map(IssueRef::number).orElse(7L));
    }
    return decision;
  }

  Recorded settle(Decision decision, Outcome.Result result) {
    return record(
        RecordRequest.settle(
            Alerts.act(decision), new Outcome(result, Optional.empty(), Optional.empty())));
  }

  public Recorded settle(Decision decision, Outcome.Result result, long issue) {
    return record(
        RecordRequest.settle(
            Alerts.act(decision),
            new Outcome(
                result, Optional.of(new IssueRef("harbor/alerts", issue)), Optional.empty())));
  }

  /** GitHub has asked for silence until {@code retryAt}. */
  Recorded limit(Decision decision, Instant retryAt, boolean outcomeUnknown) {
    return record(
        new RecordRequest(
            Alerts.act(decision),
            Optional.of(Outcome.rateLimited(retryAt, "429: slow down")),
            Optional.empty(),
            outcomeUnknown));
  }

  /** GitHub failed with an exception of the github function. */
  public Recorded release(Decision decision, String exception) {
    return record(
        RecordRequest.release(
            Alerts.act(decision),
            new StepError("org.pytorch.alerting.github." + exception, Optional.empty()),
            false));
  }

  Recorded record(RecordRequest request) {
    return switch (recorder.apply(row.orElse(UNKNOWN), request, now)) {
      case Transition.Write<Recorded>(StoredAlert next, Recorded recorded) -> {
        row = Optional.of(next);
        yield recorded;
      }
      case Transition.Keep<Recorded>(Recorded recorded) -> recorded;
      case Transition.TakeTurn<Recorded> wanted -> throw new AssertionError(wanted);
      case Transition.TakePlace<Recorded> wanted -> throw new AssertionError(wanted);
      case Transition.Refuse<Recorded>(var reason) -> throw reason;
    };
  }
}
