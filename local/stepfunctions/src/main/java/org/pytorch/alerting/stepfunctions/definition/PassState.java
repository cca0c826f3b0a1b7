package org.pytorch.alerting.stepfunctions.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.stepfunctions.definition.field.DataFlow;
import org.pytorch.alerting.stepfunctions.definition.field.DefinitionFields;
import org.pytorch.alerting.stepfunctions.definition.field.Edge;

/**
 * Passes on its input, or a fixed result.
 *
 * @param result replaces the input, literally
 * @param exit its Next or End
 */
public record PassState(String name, Optional<JsonNode> result, DataFlow dataFlow, Edge exit)
    implements State {
  static PassState parse(String name, DefinitionFields fields) {
    return new PassState(
        name, fields.any("Result"), DataFlow.ofResult(fields, false), fields.nextOrEnd(name));
  }

  @Override
  public List<Edge> edges() {
    return List.of(exit);
  }
}
