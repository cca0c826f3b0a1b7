package org.pytorch.alerting.stepfunctions.data.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.random.RandomGenerator;
import org.pytorch.alerting.stepfunctions.data.StatesRuntimeException;

/**
 * The argument values of an intrinsic function. Reading one of the wrong kind fails the execution.
 *
 * @param call the call as written, for error messages
 */
record Arguments(String call, List<JsonNode> values, RandomGenerator random) {
  int count() {
    return values.size();
  }

  JsonNode any(int index) {
    return values.get(index);
  }

  String text(int index) {
    JsonNode value = values.get(index);
    if (!value.isTextual()) {
      throw wrongKind(index, "a string");
    }
    return value.textValue();
  }

  /** {@return an integer; a fraction is rounded to the nearest one, as AWS documents it} */
  long integer(int index) {
    JsonNode value = values.get(index);
    if (!value.isNumber() || Math.abs(value.doubleValue()) > Integer.MAX_VALUE) {
      throw wrongKind(index, "a number of at most 32 bits");
    }
    return Math.round(value.doubleValue());
  }

  ArrayNode array(int index) {
    if (values.get(index) instanceof ArrayNode array) {
      return array;
    }
    throw wrongKind(index, "an array");
  }

  ObjectNode object(int index) {
    if (values.get(index) instanceof ObjectNode object) {
      return object;
    }
    throw wrongKind(index, "an object");
  }

  private StatesRuntimeException wrongKind(int index, String wanted) {
    return failure("Argument %d must be %s".formatted(index + 1, wanted));
  }

  StatesRuntimeException failure(String problem) {
    return failure(call, problem);
  }

  static StatesRuntimeException failure(String call, String problem) {
    return new StatesRuntimeException(
        "The function '%s' had the following error: %s".formatted(call, problem));
  }
}
