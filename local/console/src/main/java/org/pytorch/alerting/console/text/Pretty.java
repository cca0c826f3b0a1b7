package org.pytorch.alerting.console.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.pytorch.alerting.model.json.Json;

/** JSON with one field per line. */
public final class Pretty {
  /** In characters; a page with more is slow to read and to render. */
  public static final int MAX_LENGTH = 200_000;

  private Pretty() {}

  /** {@return {@code text} indented, or unchanged if it is not JSON; cut after the limit} */
  public static String json(String text) {
    String shown = text;
    try {
      shown = Json.mapper().readTree(text).toPrettyString();
    } catch (JsonProcessingException e) {
      // Shown as it is: a payload need not be JSON.
    }
    return shown.length() <= MAX_LENGTH
        ? shown
        : shown.substring(0, MAX_LENGTH)
            + "\n… %s more characters".formatted(Words.number(shown.length() - MAX_LENGTH));
  }
}
