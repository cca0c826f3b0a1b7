package org.pytorch.alerting.statemachine.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pytorch.alerting.statemachine.definition.Definition;
import org.pytorch.alerting.statemachine.script.Backend;
import org.pytorch.alerting.statemachine.script.Call;
import org.pytorch.alerting.statemachine.script.Callee;

/** An engine that runs state machines. */
public interface Engine {
  /**
   * Runs one execution to its end.
   *
   * @param definition with its placeholders, which the engine fills in
   * @param backend serves the calls of the state machine's tasks
   */
  Result run(Definition definition, JsonNode input, Backend backend);

  /** {@return the data limits that it enforces, as AWS does} */
  Set<DataLimit> dataLimits();

  /**
   * How an execution ended.
   *
   * @param status SUCCEEDED, FAILED, TIMED_OUT or ABORTED
   * @param cause also absent if the engine cannot compute one
   */
  record Result(
      String status,
      Optional<JsonNode> output,
      Optional<String> error,
      Optional<String> cause,
      List<Call> calls) {
    public Result {
      calls = List.copyOf(calls);
    }

    /** {@return the calls of {@code callee}, in order} */
    public List<Call> calls(Callee callee) {
      return calls.stream().filter(call -> call.callee() == callee).toList();
    }
  }
}
