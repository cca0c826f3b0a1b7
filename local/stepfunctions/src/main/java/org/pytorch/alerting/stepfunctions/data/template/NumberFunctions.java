package org.pytorch.alerting.stepfunctions.data.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Random;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** States.MathAdd, States.MathRandom and States.UUID. */
final class NumberFunctions {
  private NumberFunctions() {}

  static JsonNode add(Arguments arguments) {
    long sum = arguments.integer(0) + arguments.integer(1);
    if (sum != (int) sum) {
      throw arguments.failure("The sum has more than 32 bits");
    }
    return JsonNodeFactory.instance.numberNode((int) sum);
  }

  /**
   * From the first number up to, not including, the second. The same seed gives the same number.
   */
  static JsonNode random(Arguments arguments) {
    int first = (int) arguments.integer(0);
    int end = (int) arguments.integer(1);
    if (first >= end) {
      throw arguments.failure("There is no number from %d to below %d".formatted(first, end));
    }
    RandomGenerator source =
        arguments.count() == 3 ? new Random(arguments.integer(2)) : arguments.random();
    return JsonNodeFactory.instance.numberNode(source.nextInt(first, end));
  }

  /** A random UUID, version 4. */
  static JsonNode uuid(Arguments arguments) {
    long high = (arguments.random().nextLong() & ~0xF000L) | 0x4000L;
    long low = (arguments.random().nextLong() >>> 2) | Long.MIN_VALUE;
    return JsonNodeFactory.instance.textNode(new UUID(high, low).toString());
  }
}
