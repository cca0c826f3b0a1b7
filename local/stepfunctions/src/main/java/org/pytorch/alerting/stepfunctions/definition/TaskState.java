package org.pytorch.alerting.stepfunctions.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.pytorch.alerting.stepfunctions.definition.field.DataFlow;
import org.pytorch.alerting.stepfunctions.definition.field.DefinitionFields;
import org.pytorch.alerting.stepfunctions.definition.field.Edge;
import org.pytorch.alerting.stepfunctions.definition.field.Integration;
import org.pytorch.alerting.stepfunctions.definition.field.Timeout;
import org.pytorch.alerting.stepfunctions.definition.recovery.Recovery;

/**
 * Calls an AWS service or a Lambda function.
 *
 * @param resource the ARN of the API or the function
 * @param integration the kind of call
 * @param exit its Next or End
 */
public record TaskState(
    String name,
    String resource,
    Integration integration,
    Timeout timeout,
    DataFlow dataFlow,
    Recovery recovery,
    Edge exit)
    implements State {
  /**
   * @param resources the Resources that have a service
   */
  static TaskState parse(String name, DefinitionFields fields, Set<String> resources) {
    String resource = fields.requiredText("Resource");
    Integration integration =
        Integration.ofResource(resource)
            .orElseThrow(
                () -> fields.problem("Resource", "'%s' is not supported here".formatted(resource)));
    if (!resources.contains(integration.resource())) {
      throw fields.problem("Resource", "'%s' has no service here".formatted(resource));
    }
    if (integration.isApiCall()) {
      integration.check(fields.requiredObject("Parameters"));
    }
    return new TaskState(
        name,
        resource,
        integration,
        Timeout.parse(fields),
        DataFlow.ofResult(fields, true),
        Recovery.parse(fields),
        fields.nextOrEnd(name));
  }

  @Override
  public List<Edge> edges() {
    List<Edge> edges = new ArrayList<>();
    edges.add(exit);
    edges.addAll(recovery.edges(name));
    return List.copyOf(edges);
  }
}
