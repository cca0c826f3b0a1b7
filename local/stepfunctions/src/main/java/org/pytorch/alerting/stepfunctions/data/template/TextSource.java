package org.pytorch.alerting.stepfunctions.data.template;

import com.fasterxml.jackson.databind.JsonNode;
import org.pytorch.alerting.stepfunctions.data.Path;
import org.pytorch.alerting.stepfunctions.data.Scope;
import org.pytorch.alerting.stepfunctions.data.StatesRuntimeException;

/** The Error or Cause of a Fail state. */
public sealed interface TextSource {
  /**
   * {@return the text}
   *
   * @throws StatesRuntimeException if there is no value, or it is not a string
   */
  String read(Scope scope);

  /**
   * Reads an ErrorPath or a CausePath: a path or an intrinsic function.
   *
   * @throws IllegalArgumentException if it is neither
   */
  static TextSource parse(String text) {
    return text.startsWith("$") ? new FromPath(Path.parse(text)) : new Call(Intrinsic.parse(text));
  }

  record Constant(String text) implements TextSource {
    @Override
    public String read(Scope scope) {
      return text;
    }
  }

  record FromPath(Path path) implements TextSource {
    @Override
    public String read(Scope scope) {
      return requireText(path.readOrFail(scope), path);
    }
  }

  record Call(Intrinsic function) implements TextSource {
    @Override
    public String read(Scope scope) {
      return requireText(function.evaluate(scope), function);
    }
  }

  private static String requireText(JsonNode value, Object source) {
    if (!value.isTextual()) {
      throw new StatesRuntimeException("'%s' must give a string".formatted(source));
    }
    return value.textValue();
  }
}
