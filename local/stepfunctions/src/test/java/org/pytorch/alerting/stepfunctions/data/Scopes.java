package org.pytorch.alerting.stepfunctions.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Random;

/** What the tests' expressions see. */
public final class Scopes {
  private Scopes() {}

  /**
   * An input in which single quotes stand for double ones, and the context {@code {"id":
   * "context"}}.
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
