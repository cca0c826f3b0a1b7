package org.pytorch.alerting.stepfunctions.data.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** The functions with names that begin with States.Array. */
final class ArrayFunctions {
  private static final int MAX_RANGE = 1000;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private ArrayFunctions() {}

  static JsonNode array(Arguments arguments) {
    return NODES.arrayNode().addAll(arguments.values());
  }

  static JsonNode partition(Arguments arguments) {
    long size = arguments.integer(1);
    if (size < 1) {
      throw arguments.failure("The size of a chunk must be positive");
    }
    ArrayNode chunks = NODES.arrayNode();
    ArrayNode chunk = NODES.arrayNode();
    for (JsonNode element : arguments.array(0)) {
      if (chunk.isEmpty() || chunk.size() == size) {
        chunk = chunks.addArray();
      }
      chunk.add(element);
    }
    return chunks;
  }

  static JsonNode contains(Arguments arguments) {
    return NODES.booleanNode(contains(arguments.array(0), arguments.any(1)));
  }

  private static boolean contains(ArrayNode array, JsonNode wanted) {
    for (JsonNode element : array) {
      if (same(element, wanted)) {
        return true;
      }
    }
    return false;
  }

  /** To Jackson 1 and 1.0 differ; here they are the same number. */
  private static boolean same(JsonNode one, JsonNode other) {
    return (one.isNumber() && other.isNumber())
        ? one.decimalValue().compareTo(other.decimalValue()) == 0
        : one.equals(other);
  }

  /** From the first number to the second, inclusive, in steps of the third. */
  static JsonNode range(Arguments arguments) {
    long first = arguments.integer(0);
    long last = arguments.integer(1);
    long step = arguments.integer(2);
    if (step == 0) {
      throw arguments.failure("The step must not be 0");
    }
    if ((last - first) / step >= MAX_RANGE) {
      throw arguments.failure("The array would have more than " + MAX_RANGE + " elements");
    }
    ArrayNode numbers = NODES.arrayNode();
    for (long n = first; step > 0 ? n <= last : n >= last; n += step) {
      numbers.add((int) n);
    }
    return numbers;
  }

  static JsonNode getItem(Arguments arguments) {
    ArrayNode array = arguments.array(0);
    long index = arguments.integer(1);
    if (index < 0 || index >= array.size()) {
      throw arguments.failure(
          "The array has %d elements, none at index %d".formatted(array.size(), index));
    }
    return array.path((int) index);
  }

  static JsonNode length(Arguments arguments) {
    return NODES.numberNode(arguments.array(0).size());
  }

  static JsonNode unique(Arguments arguments) {
    ArrayNode unique = NODES.arrayNode();
    for (JsonNode element : arguments.array(0)) {
      if (!contains(unique, element)) {
        unique.add(element);
      }
    }
    return unique;
  }
}
