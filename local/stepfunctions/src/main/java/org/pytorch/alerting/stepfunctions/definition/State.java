package org.pytorch.alerting.stepfunctions.definition;

import java.util.List;
import org.pytorch.alerting.stepfunctions.definition.field.DataFlow;
import org.pytorch.alerting.stepfunctions.definition.field.Edge;

/** A state of a flow. */
public sealed interface State
    permits TaskState,
        MapState,
        ParallelState,
        PassState,
        ChoiceState,
        WaitState,
        SucceedState,
        FailState {
  /** {@return the name, unique in the whole state machine} */
  String name();

  DataFlow dataFlow();

  /** {@return every transition and retry of this state, in the order of the definition} */
  List<Edge> edges();

  /** {@return the flows that run inside this state: of a Map or a Parallel} */
  default List<Flow> nested() {
    return List.of();
  }

  /** {@return the Type, such as {@code Task}} */
  default String type() {
    return getClass().getSimpleName().replace("State", "");
  }
}
