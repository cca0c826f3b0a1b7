package org.pytorch.alerting.stack.virtual;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.OutputStream;
import java.util.function.UnaryOperator;
import org.pytorch.alerting.decide.message.DecideRequest;
import org.pytorch.alerting.decide.message.RecordRequest;
import org.pytorch.alerting.decide.message.Recorded;
import org.pytorch.alerting.decide.rule.Recorder;
import org.pytorch.alerting.decide.rule.Rule;
import org.pytorch.alerting.decide.turn.Budget;
import org.pytorch.alerting.github.http.GitHubTransport;
import org.pytorch.alerting.github.issue.Pause;
import org.pytorch.alerting.model.action.Decision;
import org.pytorch.alerting.stack.Throughput;
import org.pytorch.alerting.starter.queue.MessageQueue;
import org.pytorch.alerting.starter.workflow.WorkflowStarter;

/**
 * How a {@link VirtualPipeline} is put together: everything real, unless something is exchanged to
 * be watched or to show what a fault does.
 */
public final class Wiring {
  UnaryOperator<String> definition = UnaryOperator.identity();
  UnaryOperator<Rule<DecideRequest, Decision>> decider = UnaryOperator.identity();
  Rule<RecordRequest, Recorded> recorder = new Recorder();
  Budget budget = Budget.DEFAULT;
  UnaryOperator<RequestStreamHandler> gitHubFunction = UnaryOperator.identity();
  UnaryOperator<GitHubTransport> transport = UnaryOperator.identity();
  UnaryOperator<Pause> gitHubPause = UnaryOperator.identity();
  UnaryOperator<MessageQueue> queue = UnaryOperator.identity();
  UnaryOperator<WorkflowStarter> workflows = UnaryOperator.identity();
  VirtualStarter.ExecutionObserver observer = (_, _) -> {};
  OutputStream log = OutputStream.nullOutputStream();

  /** Exchanges the definition of the state machine. */
  public Wiring definition(UnaryOperator<String> exchange) {
    definition = exchange;
    return this;
  }

  /** Exchanges the rule behind "Decide action". */
  public Wiring decider(UnaryOperator<Rule<DecideRequest, Decision>> exchange) {
    UnaryOperator<Rule<DecideRequest, Decision>> before = decider;
    decider = rule -> exchange.apply(before.apply(rule));
    return this;
  }

  /** Exchanges the rule behind "Record outcome" and "Release claim". */
  public Wiring recorder(UnaryOperator<Rule<RecordRequest, Recorded>> exchange) {
    recorder = exchange.apply(recorder);
    return this;
  }

  /** Exchanges what our App allows itself at GitHub. */
  public Wiring budget(Budget other) {
    budget = other;
    return this;
  }

  /** {@return what follows from the budget} */
  Throughput throughput() {
    return Throughput.of(budget);
  }

  /** Puts something around the function that acts on GitHub. */
  public Wiring gitHubFunction(UnaryOperator<RequestStreamHandler> exchange) {
    gitHubFunction = exchange;
    return this;
  }

  /** Puts something between the client and GitHub. */
  public Wiring transport(UnaryOperator<GitHubTransport> exchange) {
    transport = exchange;
    return this;
  }

  /** Exchanges how the function that acts on GitHub waits. */
  public Wiring gitHubPause(UnaryOperator<Pause> exchange) {
    gitHubPause = exchange;
    return this;
  }

  /** Puts something between the starter and the queue. */
  public Wiring queue(UnaryOperator<MessageQueue> exchange) {
    queue = exchange;
    return this;
  }

  /** Puts something between the starter and the state machine. */
  public Wiring workflows(UnaryOperator<WorkflowStarter> exchange) {
    workflows = exchange;
    return this;
  }

  /** Watches the executions. */
  public Wiring observer(VirtualStarter.ExecutionObserver other) {
    observer = other;
    return this;
  }

  /** Takes the lines that the functions log. */
  public Wiring log(OutputStream other) {
    log = other;
    return this;
  }
}
