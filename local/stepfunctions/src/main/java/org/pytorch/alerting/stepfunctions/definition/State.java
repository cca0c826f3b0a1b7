package org.pytorch.alerting.stepfunctions.definition;

import java.util.List;
import org.pytorch.alerting.stepfunctions.definition.field.DataFlow;
import org.pytorch.alerting.stepfunctions.definition.field.Edge;

/** A state. */
public sealed interface State
    permits TaskState, MapState, PassState, ChoiceState, WaitState, SucceedState, FailState {
  /** {@return its name, unique in the whole state machine} */
  String name();

  /** {@return how its data flows} */
  DataFlow dataFlow();

  /** {@return every way it can be left or tried again, in the order of the definition} */
  List<Edge> edges();

  /** {@return its Type} */
  default String type() {
    return getClass().getSimpleName().replace("State", "");
  }
}
