package org.pytorch.alerting.stepfunctions.data.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.pytorch.alerting.stepfunctions.data.Scope;
import org.pytorch.alerting.stepfunctions.data.StatesRuntimeException;

/** A call of an intrinsic function, such as {@code States.Format('{} of {}', $.a, $.b)}. */
public final class Intrinsic implements Expression {
  private final IntrinsicFunction function;
  private final List<Expression> arguments;
  private final String text;

  Intrinsic(IntrinsicFunction function, List<Expression> arguments, String text) {
    this.function = function;
    this.arguments = List.copyOf(arguments);
    this.text = text;
  }

  /**
   * Reads a call.
   *
   * @throws IllegalArgumentException if the text is not a call, or the function is unknown
   */
  public static Intrinsic parse(String text) {
    return new IntrinsicParser(text).parse();
  }

  /**
   * {@return the function's result}
   *
   * @throws StatesRuntimeException if the function fails
   */
  public JsonNode evaluate(Scope scope) {
    List<JsonNode> values =
        arguments.stream().map(argument -> argument.evaluate(scope, text)).toList();
    return function.call(new Arguments(text, values, scope.random()));
  }

  @Override
  public JsonNode evaluate(Scope scope, String call) {
    return evaluate(scope);
  }

  /** {@return the call as written in the definition} */
  @Override
  public String toString() {
    return text;
  }
}
