package org.pytorch.alerting.simulation.virtual;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.OutputStream;
import java.util.List;
import java.util.function.UnaryOperator;
import org.pytorch.alerting.decide.message.DecideRequest;
import org.pytorch.alerting.decide.message.RecordRequest;
import org.pytorch.alerting.decide.message.Recorded;
import org.pytorch.alerting.decide.rule.Recorder;
import org.pytorch.alerting.decide.rule.Rule;
import org.pytorch.alerting.decide.turn.Budget;
import org.pytorch.alerting.github.http.GitHubTransport;
import org.pytorch.alerting.model.action.Decision;
import org.pytorch.alerting.runtime.Pause;
import org.pytorch.alerting.stack.Throughput;
import org.pytorch.alerting.starter.queue.MessageQueue;
import org.pytorch.alerting.starter.workflow.WorkflowStarter;

/**
 * The parts of a {@link VirtualPipeline}: production code, unless a part is replaced to observe it
 * or to plant a fault.
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
  List<String> repositories = List.of();
  boolean searchUnknown;

  /** Replaces the definition of the state machine. */
  public Wiring definition(UnaryOperator<String> replacement) {
    definition = replacement;
    return this;
  }

  /** Replaces the rule behind "Decide action". */
  public Wiring decider(UnaryOperator<Rule<DecideRequest, Decision>> replacement) {
    UnaryOperator<Rule<DecideRequest, Decision>> before = decider;
    decider = rule -> replacement.apply(before.apply(rule));
    return this;
  }

  /** Replaces the rule behind "Record outcome" and "Release claim". */
  public Wiring recorder(UnaryOperator<Rule<RecordRequest, Recorded>> replacement) {
    recorder = replacement.apply(recorder);
    return this;
  }

  /** Adds repositories on which our App is installed, besides the usual one. */
  public Wiring repositories(List<String> others) {
    repositories = List.copyOf(others);
    return this;
  }

  /** Replaces our App's budget for GitHub. */
  public Wiring budget(Budget other) {
    budget = other;
    return this;
  }

  /** Searches for the issues of alerts that the table does not know. */
  public Wiring searchingForUnknownIssues() {
    searchUnknown = true;
    return this;
  }

  /** {@return the throughput that follows from the budget} */
  Throughput throughput() {
    return Throughput.of(budget);
  }

  /** Wraps the github function. */
  public Wiring gitHubFunction(UnaryOperator<RequestStreamHandler> replacement) {
    gitHubFunction = replacement;
    return this;
  }

  /** Wraps the transport to GitHub. */
  public Wiring transport(UnaryOperator<GitHubTransport> replacement) {
    transport = replacement;
    return this;
  }

  /** Runs {@code check} after each write to GitHub, whether or not it succeeded. */
  public Wiring afterEachWrite(Runnable check) {
    UnaryOperator<GitHubTransport> before = transport;
    transport = wrapped -> checked(before.apply(wrapped), check);
    return this;
  }

  private static GitHubTransport checked(GitHubTransport transport, Runnable check) {
    return request -> {
      try {
        return transport.send(request);
      } finally {
        if (!request.method().equals("GET")) {
          check.run();
        }
      }
    };
  }

  /** Replaces how the github function waits. */
  public Wiring gitHubPause(UnaryOperator<Pause> replacement) {
    gitHubPause = replacement;
    return this;
  }

  /** Wraps the queue for the starter. */
  public Wiring queue(UnaryOperator<MessageQueue> replacement) {
    queue = replacement;
    return this;
  }

  /** Wraps the state machine for the starter. */
  public Wiring workflows(UnaryOperator<WorkflowStarter> replacement) {
    workflows = replacement;
    return this;
  }

  /** Adds an observer of the executions. */
  public Wiring observer(VirtualStarter.ExecutionObserver other) {
    VirtualStarter.ExecutionObserver before = observer;
    observer =
        (execution, event) -> {
          before.onEvent(execution, event);
          other.onEvent(execution, event);
        };
    return this;
  }

  /** Sets the stream that the functions log to. */
  public Wiring log(OutputStream other) {
    log = other;
    return this;
  }
}
