package org.pytorch.alerting.stepfunctions.execution;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.pytorch.alerting.stepfunctions.data.JsonText;
import org.pytorch.alerting.stepfunctions.definition.State;
import org.pytorch.alerting.stepfunctions.definition.field.Edge;
import org.pytorch.alerting.stepfunctions.definition.recovery.Catcher;
import org.pytorch.alerting.stepfunctions.definition.recovery.Recovery;
import org.pytorch.alerting.stepfunctions.definition.recovery.Retrier;
import org.pytorch.alerting.stepfunctions.execution.history.ExecutionListener;
import org.pytorch.alerting.stepfunctions.execution.outcome.Fault;
import org.pytorch.alerting.stepfunctions.time.Scheduler;

/** A visit of a state with Retry and Catch. */
abstract class RecoverableVisit extends Visit {
  private final State state;
  private final Recovery recovery;

  /** The retries of each retrier in this visit, for all its error names together. */
  private final int[] retriesDone;

  private int retryCount;
  private Scheduler.Scheduled waiting = () -> {};

  RecoverableVisit(State state, Recovery recovery, Entry entry) {
    super(state, entry);
    this.state = state;
    this.recovery = recovery;
    this.retriesDone = new int[recovery.retriers().size()];
  }

  /** Does the work once, starting from the raw input. */
  abstract void attempt();

  /** Cancels everything the current attempt waits for. */
  abstract void cancelAttempt();

  final int retryCount() {
    return retryCount;
  }

  @Override
  final void begin() {
    attempt();
  }

  @Override
  final void cancel() {
    super.cancel();
    waiting.cancel();
    cancelAttempt();
  }

  @Override
  final ContextObject context() {
    return super.context().withRetryCount(retryCount);
  }

  @Override
  final void onFault(Fault fault) {
    recover(fault, () -> {});
  }

  /**
   * The first retrier that matches the error decides. If it has no retries left, later retriers are
   * not tried and Catch handles the error.
   *
   * @param beforeGivingUp runs unless the state is retried
   */
  final void recover(Fault fault, Runnable beforeGivingUp) {
    abortInside(flow().lastEvent());
    cancelAttempt();
    List<Retrier> retriers = recovery.retriers();
    for (int i = 0; i < retriers.size(); i++) {
      if (fault.matches(retriers.get(i).errorEquals())) {
        if (retriesDone[i] < retriers.get(i).maxAttempts()) {
          retry(i, retriers.get(i), fault);
          return;
        }
        break;
      }
    }
    beforeGivingUp.run();
    guarded(() -> catchOrFail(fault));
  }

  private void retry(int index, Retrier retrier, Fault fault) {
    Duration delay = jittered(retrier, retrier.delay(retriesDone[index]));
    retriesDone[index]++;
    retryCount++;
    Edge.Retry edge = new Edge.Retry(state.name(), index);
    ExecutionListener listener = execution().listener();
    listener.onTransition(edge, now());
    listener.onRetry(edge, retriesDone[index], delay, fault.error().orElse(""), now());
    waiting = later(delay, this::attempt);
  }

  /** FULL jitter: uniformly random, from zero to the whole delay. */
  private Duration jittered(Retrier retrier, Duration delay) {
    return retrier.jitter()
        ? Duration.ofMillis(execution().random().nextLong(delay.toMillis() + 1))
        : delay;
  }

  private void catchOrFail(Fault fault) {
    List<Catcher> catchers = recovery.catchers();
    for (int i = 0; i < catchers.size(); i++) {
      if (fault.matches(catchers.get(i).errorEquals())) {
        caught(i, catchers.get(i), fault);
        return;
      }
    }
    fail(fault);
  }

  /** ResultPath puts the error into the raw input. OutputPath does not apply. */
  private void caught(int index, Catcher catcher, Fault fault) {
    JsonNode output = catcher.resultPath().place(rawInput(), fault.output());
    if (JsonText.isTooLong(output)) {
      fail(Fault.dataLimitExceeded(state.name()));
      return;
    }
    leave(output, new Edge.Catch(state.name(), index, catcher.next()));
  }
}
