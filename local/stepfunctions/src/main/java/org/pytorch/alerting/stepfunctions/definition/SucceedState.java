package org.pytorch.alerting.stepfunctions.definition;

import java.util.List;
import org.pytorch.alerting.stepfunctions.definition.field.DataFlow;
import org.pytorch.alerting.stepfunctions.definition.field.DefinitionFields;
import org.pytorch.alerting.stepfunctions.definition.field.Edge;

/** Ends the execution, or the iteration or branch that it is in, successfully. */
public record SucceedState(String name, DataFlow dataFlow) implements State {
  static SucceedState parse(String name, DefinitionFields fields) {
    return new SucceedState(name, DataFlow.ofPaths(fields));
  }

  @Override
  public List<Edge> edges() {
    return List.of(new Edge.End(name));
  }
}
