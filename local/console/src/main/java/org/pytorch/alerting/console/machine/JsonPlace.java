package org.pytorch.alerting.console.machine;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.pytorch.alerting.model.json.Json;

/** Where something is in a text of JSON. */
public final class JsonPlace {
  /** In lines, before and after. */
  private static final int AROUND = 2;

  private JsonPlace() {}

  /**
   * A line of a text.
   *
   * @param number from 1
   * @param meant whether it is the line that was asked for
   */
  public record Line(int number, String text, boolean meant) {}

  /** {@return the lines around {@code number}, or the last ones if the text ends before} */
  public static List<Line> around(String text, int number) {
    List<String> all = text.lines().toList();
    int meant = Math.min(number, all.size());
    List<Line> lines = new ArrayList<>();
    for (int i = Math.max(1, meant - AROUND); i <= Math.min(all.size(), meant + AROUND); i++) {
      lines.add(new Line(i, all.get(i - 1), i == meant));
    }
    return lines;
  }

  /**
   * {@return the line, from 1, of what {@code pointer} names, or of the innermost object around it
   * if it is missing; absent if the text is not JSON up to there}
   */
  public static OptionalInt line(String text, String pointer) {
    JsonPointer wanted;
    try {
      wanted = JsonPointer.compile(pointer);
    } catch (IllegalArgumentException e) {
      return OptionalInt.empty();
    }
    OptionalInt nearest = OptionalInt.empty();
    int depth = -1;
    try (JsonParser parser = Json.mapper().createParser(text)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        JsonPointer at = parser.getParsingContext().pathAsPointer();
        if (token.isStructStart()) {
          at = parser.getParsingContext().getParent().pathAsPointer();
        }
        int steps = steps(at);
        if (steps > depth && isPrefix(at, wanted)) {
          depth = steps;
          nearest = OptionalInt.of(parser.currentTokenLocation().getLineNr());
        }
      }
      return nearest;
    } catch (IOException e) {
      return OptionalInt.empty();
    }
  }

  /** {@return the line, from 1, at which the text stops being JSON; absent if it is JSON} */
  public static OptionalInt syntaxError(String text) {
    try {
      Json.mapper().readTree(text);
      return OptionalInt.empty();
    } catch (JsonProcessingException e) {
      return e.getLocation() == null
          ? OptionalInt.empty()
          : OptionalInt.of(e.getLocation().getLineNr());
    }
  }

  private static boolean isPrefix(JsonPointer of, JsonPointer whole) {
    String prefix = of.toString();
    return prefix.isEmpty()
        || whole.toString().equals(prefix)
        || whole.toString().startsWith(prefix + "/");
  }

  private static int steps(JsonPointer pointer) {
    return (int) pointer.toString().chars().filter(it -> it == '/').count();
  }
}
