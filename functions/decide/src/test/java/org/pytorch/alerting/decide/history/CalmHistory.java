package org.pytorch.alerting.decide.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import org.pytorch.alerting.decide.AlertBusyException;
import org.pytorch.alerting.decide.message.DecideRequest.Trigger;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.decide.rule.OneRow;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.Decision;
import org.pytorch.alerting.model.action.Outcome;
import org.pytorch.alerting.model.check.NextCheck;
import org.pytorch.alerting.model.status.IssueRef;

/**
 * The life of one alert whose events are delivered in order, with the checks that decide sends in
 * between, each at its time. Time is virtual. A refresh may fail; everything else succeeds.
 */
final class CalmHistory {
  /** One delivery of a message; {@code number} keeps the order of those at the same time. */
  private record Delivery(
      Instant at, int number, String message, Trigger trigger, Instant saidAt) {}

  /** What an event or check led to, with the row before and after it. */
  record Step(
      Instant at,
      Trigger trigger,
      Optional<StoredAlert> before,
      Decision decision,
      StoredAlert after) {
    Optional<Decision.Act> act() {
      return decision instanceof Decision.Act act ? Optional.of(act) : Optional.empty();
    }
  }

  private final PriorityQueue<Delivery> queue =
      new PriorityQueue<>(Comparator.comparing(Delivery::at).thenComparingInt(Delivery::number));
  private final Predicate<NextCheck> arrives;
  private final Predicate<Decision.Act> fails;
  private final OneRow alert;
  private int deliveries;
  private int messages;
  private long issues;
  private boolean known;

  final List<Step> steps = new ArrayList<>();
  final List<Instant> checksSent = new ArrayList<>();

  /**
   * @param arrives whether a check is not lost
   * @param fails whether GitHub fails a refresh
   */
  CalmHistory(Instant begin, Predicate<NextCheck> arrives, Predicate<Decision.Act> fails) {
    this.alert = new OneRow(Optional.empty(), begin);
    this.arrives = arrives;
    this.fails = fails;
  }

  /** {@return the history with every check delivered and no failure} */
  static CalmHistory undisturbed(Instant begin) {
    return new CalmHistory(begin, _ -> true, _ -> false);
  }

  StoredAlert row() {
    return alert.row();
  }

  /** The provider says {@code event} at {@code at}. */
  CalmHistory say(Instant at, AlertEvent event) {
    return say(at, new Trigger.Event(event));
  }

  CalmHistory say(Instant at, Trigger trigger) {
    messages++;
    add(at, "m" + messages, trigger, at);
    return this;
  }

  /** Delivers everything, and all that follows from it. */
  CalmHistory play() {
    return playUntil(Instant.MAX);
  }

  /** Delivers what is due before {@code end}. */
  CalmHistory playUntil(Instant end) {
    while (!queue.isEmpty() && queue.peek().at().isBefore(end)) {
      deliver(queue.remove());
      if (deliveries > 20_000) {
        throw new AssertionError("it never comes to rest");
      }
    }
    return this;
  }

  private void add(Instant at, String message, Trigger trigger, Instant saidAt) {
    deliveries++;
    queue.add(new Delivery(at, deliveries, message, trigger, saidAt));
  }

  private void again(Delivery delivery, Instant at) {
    add(at, delivery.message(), delivery.trigger(), delivery.saidAt());
  }

  private void deliver(Delivery delivery) {
    alert.at(delivery.at());
    Optional<StoredAlert> before = Optional.of(delivery).filter(_ -> known).map(_ -> alert.row());
    Decision decision;
    try {
      decision =
          switch (delivery.trigger()) {
            case Trigger.Event(AlertEvent event) ->
                alert.ask(delivery.message(), event, delivery.saidAt());
            case Trigger.Shared _ -> throw new AssertionError("not of these histories");
            case Trigger.Check(var reason) -> alert.check(delivery.message(), reason);
          };
    } catch (AlertBusyException busy) {
      again(delivery, delivery.at().plusSeconds(30));
      return;
    }
    decision.nextCheck().ifPresent(this::send);
    switch (decision) {
      case Decision.Act act -> carryOut(delivery, act);
      case Decision.Postpone postpone -> again(delivery, postpone.retryAt());
      case Decision.Skip _ -> {}
    }
    known |= decision instanceof Decision.Act || delivery.trigger() instanceof Trigger.Event;
    if (known) {
      steps.add(new Step(delivery.at(), delivery.trigger(), before, decision, alert.row()));
    }
  }

  private void send(NextCheck nextCheck) {
    checksSent.add(alert.now());
    if (arrives.test(nextCheck)) {
      Instant at = alert.now().plusSeconds(nextCheck.delaySeconds());
      add(at, "c" + checksSent.size(), new Trigger.Check(nextCheck.check().reason()), alert.now());
    }
  }

  private void carryOut(Delivery delivery, Decision.Act act) {
    if (act.action() == AlertAction.UPDATE && fails.test(act)) {
      alert.release(act, "GitHubUnavailableException");
      again(delivery, delivery.at().plusSeconds(30));
      return;
    }
    Optional<IssueRef> issue =
        act.issue().or(() -> act.formerIssue().filter(_ -> act.action() == AlertAction.REOPEN));
    if (issue.isEmpty()) {
      issues++;
    }
    alert.settle(act, Outcome.Result.DONE, issue.map(IssueRef::number).orElse(issues));
    if (act.help()) {
      again(delivery, delivery.at());
    }
  }

  /** {@return the actions of that kind, in order} */
  List<Decision.Act> acts(AlertAction action) {
    return steps.stream()
        .flatMap(step -> step.act().stream())
        .filter(act -> act.action() == action)
        .toList();
  }
}
