package org.pytorch.alerting.stepfunctions.data.template;

import com.fasterxml.jackson.databind.JsonNode;
import org.pytorch.alerting.stepfunctions.data.Path;
import org.pytorch.alerting.stepfunctions.data.Scope;
import org.pytorch.alerting.stepfunctions.data.StatesRuntimeException;

/** An argument of an intrinsic function. */
sealed interface Expression permits Expression.Literal, Expression.PathArgument, Intrinsic {
  /**
   * {@return its value}
   *
   * @param call the call with this argument, for error messages
   * @throws StatesRuntimeException if it has no value
   */
  JsonNode evaluate(Scope scope, String call);

  record Literal(JsonNode value) implements Expression {
    @Override
    public JsonNode evaluate(Scope scope, String call) {
      return value;
    }
  }

  record PathArgument(Path path) implements Expression {
    @Override
    public JsonNode evaluate(Scope scope, String call) {
      try {
        return path.read(scope);
      } catch (Path.MissingException e) {
        throw Arguments.failure(
            call,
            "The JsonPath argument for the field '%s' could not be found in the input '%s'"
                .formatted(path, path.root(scope)));
      }
    }
  }
}
