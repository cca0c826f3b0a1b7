package org.pytorch.alerting.stepfunctions.data;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.random.RandomGenerator;

/**
 * The data of an expression.
 *
 * @param input the value of {@code $}
 * @param context the value of {@code $$}
 * @param random for States.MathRandom and States.UUID
 */
public record Scope(JsonNode input, JsonNode context, RandomGenerator random) {
  public Scope {
    requireNonNull(input, "input is null");
    requireNonNull(context, "context is null");
    requireNonNull(random, "random is null");
  }

  /** {@return a copy with another {@code $}} */
  public Scope withInput(JsonNode other) {
    return new Scope(other, context, random);
  }
}
