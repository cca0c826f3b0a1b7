package org.pytorch.alerting.stepfunctions.data;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.random.RandomGenerator;

/**
 * What an expression can see.
 *
 * @param input what {@code $} stands for
 * @param context what {@code $$} stands for
 * @param random for States.MathRandom and States.UUID
 */
public record Scope(JsonNode input, JsonNode context, RandomGenerator random) {
  public Scope {
    requireNonNull(input, "input is null");
    requireNonNull(context, "context is null");
    requireNonNull(random, "random is null");
  }

  /** {@return the same with another {@code $}} */
  public Scope withInput(JsonNode other) {
    return new Scope(other, context, random);
  }
}
