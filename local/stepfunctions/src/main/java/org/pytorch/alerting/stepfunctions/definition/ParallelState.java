package org.pytorch.alerting.stepfunctions.definition;

import java.util.ArrayList;
import java.util.List;
import org.pytorch.alerting.stepfunctions.definition.field.DataFlow;
import org.pytorch.alerting.stepfunctions.definition.field.DefinitionFields;
import org.pytorch.alerting.stepfunctions.definition.field.Edge;
import org.pytorch.alerting.stepfunctions.definition.recovery.Recovery;

/**
 * Runs branches at the same time, each with the effective input. The result is an array of their
 * outputs.
 *
 * @param exit its Next or End
 */
public record ParallelState(
    String name, List<Flow> branches, DataFlow dataFlow, Recovery recovery, Edge exit)
    implements State {
  public ParallelState {
    branches = List.copyOf(branches);
  }

  static ParallelState parse(String name, DefinitionFields fields, FlowParser flows) {
    List<Flow> branches = new ArrayList<>();
    for (DefinitionFields branch : fields.objects("Branches")) {
      branches.add(flows.parse(branch, "a branch"));
    }
    if (branches.isEmpty()) {
      throw fields.problem("Branches", "must be an array with at least one branch");
    }
    return new ParallelState(
        name,
        branches,
        DataFlow.ofResult(fields, true),
        Recovery.parse(fields),
        fields.nextOrEnd(name));
  }

  @Override
  public List<Flow> nested() {
    return branches;
  }

  @Override
  public List<Edge> edges() {
    List<Edge> edges = new ArrayList<>();
    branches.forEach(branch -> edges.add(new Edge.Start(name, branch.startAt())));
    edges.add(exit);
    edges.addAll(recovery.edges(name));
    return List.copyOf(edges);
  }
}
