package org.pytorch.alerting.stepfunctions.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The place of a result in the raw input of its state.
 *
 * @param fields from the outside in; an empty list replaces the whole input. Absent for {@code
 *     null}: the result is dropped.
 */
public record ResultPath(Optional<List<String>> fields) {
  /** The default: the result replaces the input. */
  public static final ResultPath ROOT = new ResultPath(Optional.of(List.of()));

  /** {@code "ResultPath": null}. */
  public static final ResultPath DISCARD = new ResultPath(Optional.empty());

  /** Possessive: a group that can backtrack recurses for each character. */
  private static final Pattern FIELD =
      Pattern.compile(
          "(?s)\\.([\\p{L}_][\\p{L}\\p{N}_-]*)"
              + "|\\[('(?:[^'\\\\]|\\\\.)++'|\"(?:[^\"\\\\]|\\\\.)++\")]");

  public ResultPath {
    fields = fields.map(List::copyOf);
  }

  /**
   * Reads a reference path made of fields.
   *
   * @throws IllegalArgumentException for anything else, such as an index
   */
  public static ResultPath parse(String text) {
    List<String> fields = new ArrayList<>();
    Matcher field = FIELD.matcher(text);
    int at = 1;
    while (text.startsWith("$") && field.find(at) && field.start() == at) {
      Optional<String> dotted = Optional.ofNullable(field.group(1));
      fields.add(dotted.orElseGet(() -> QuotedNames.unquote(field.group(2))));
      at = field.end();
    }
    if (!text.startsWith("$") || at != text.length()) {
      throw new IllegalArgumentException("'%s' is not a path of fields".formatted(text));
    }
    return new ResultPath(Optional.of(fields));
  }

  /**
   * {@return a copy of the raw input with the result in its place}
   *
   * @throws StatesRuntimeException if a value on the path is not an object
   */
  public JsonNode place(JsonNode rawInput, JsonNode result) {
    return fields.map(path -> place(rawInput, path, result)).orElse(rawInput);
  }

  private static JsonNode place(JsonNode at, List<String> path, JsonNode result) {
    if (path.isEmpty()) {
      return result;
    }
    if (!at.isObject()) {
      throw new StatesRuntimeException(
          "Unable to apply ResultPath: the field '%s' cannot be put into '%s'"
              .formatted(path.getFirst(), JsonText.of(at)));
    }
    // Only this level is copied; the other branches are shared and never changed.
    ObjectNode copy = JsonNodeFactory.instance.objectNode();
    copy.setAll((ObjectNode) at);
    JsonNode inner = at.path(path.getFirst());
    JsonNode below = inner.isMissingNode() ? JsonNodeFactory.instance.objectNode() : inner;
    copy.set(path.getFirst(), place(below, path.subList(1, path.size()), result));
    return copy;
  }
}
