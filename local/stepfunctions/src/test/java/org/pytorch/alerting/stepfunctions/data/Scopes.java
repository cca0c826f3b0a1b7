package org.pytorch.alerting.stepfunctions.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Random;

/** The scopes of the tests' expressions. */
public final class Scopes {
  private Scopes() {}

  /**
   * {@return a scope with the context {@code {"id": "context"}}}
   *
   * @param input JSON with single quotes instead of double ones
   */
  public static Scope of(String input) {
    return new Scope(json(input), json("{'id': 'context'}"), new Random(42));
  }

  public static JsonNode json(String text) {
    try {
      return JsonText.parse(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
