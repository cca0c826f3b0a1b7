package org.pytorch.alerting.stepfunctions.definition;

import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.stepfunctions.data.template.TextSource;
import org.pytorch.alerting.stepfunctions.definition.field.DataFlow;
import org.pytorch.alerting.stepfunctions.definition.field.DefinitionFields;
import org.pytorch.alerting.stepfunctions.definition.field.Edge;

/** Ends the execution, or the iteration or branch that it is in, with an error. */
public record FailState(String name, Optional<TextSource> error, Optional<TextSource> cause)
    implements State {
  static FailState parse(String name, DefinitionFields fields) {
    return new FailState(name, source(fields, "Error"), source(fields, "Cause"));
  }

  private static Optional<TextSource> source(DefinitionFields fields, String field) {
    String pathField = field + "Path";
    Optional<TextSource> literal = fields.text(field).map(TextSource.Constant::new);
    Optional<TextSource> path =
        fields.text(pathField).map(text -> fields.legal(pathField, TextSource::parse, text));
    if (literal.isPresent() && path.isPresent()) {
      throw fields.problem(pathField, "cannot be combined with " + field);
    }
    return literal.or(() -> path);
  }

  @Override
  public DataFlow dataFlow() {
    return DataFlow.UNCHANGED;
  }

  @Override
  public List<Edge> edges() {
    return List.of(new Edge.Fail(name));
  }
}
