package org.pytorch.alerting.policy.parse;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.pytorch.alerting.model.route.Span;
import org.pytorch.alerting.model.text.Invisible;
import org.pytorch.alerting.model.text.Truncation;

/**
 * A value of the policy with its place. Each reading reports a value of another kind and gives
 * empty for it.
 */
record Value(JsonNode json, String pointer, Problems problems) {
  /** In characters: of each text in a policy. */
  static final int MAX_TEXT_LENGTH = 200;

  private static final int MAX_SHOWN_LENGTH = 60;

  /** {@return the members, or empty if this is not an object} */
  Optional<Members> members(String write) {
    if (!json.isObject()) {
      wrong("%s is not a group of settings", write);
      return Optional.empty();
    }
    return Optional.of(new Members(this));
  }

  /** {@return the elements of a list that may have {@code max} of them} */
  List<Value> elements(int max, String write) {
    if (!json.isArray()) {
      wrong("%s is not a list", json.isTextual() ? "[" + shortened(json.textValue()) + "]" : write);
      return List.of();
    }
    if (json.size() > max) {
      problem(
          "the list has %d entries, at most %d are allowed".formatted(json.size(), max), "fewer");
      return List.of();
    }
    List<Value> elements = new ArrayList<>();
    for (int i = 0; i < json.size(); i++) {
      elements.add(new Value(json.get(i), pointer + "/" + i, problems));
    }
    return elements;
  }

  /** {@return the elements of a list, or this value on its own} */
  List<Value> oneOrMore(int max, String write) {
    if (!json.isArray()) {
      return List.of(this);
    }
    if (json.isEmpty()) {
      problem("the list is empty", write);
    }
    return elements(max, write);
  }

  /** {@return a text that is not blank, has only visible characters and is not too long} */
  Optional<String> text(String write) {
    if (json.isNumber() || json.isBoolean()) {
      problem("%s is not a text".formatted(json), '"' + json.asText() + '"');
      return Optional.empty();
    }
    if (!json.isTextual()) {
      wrong("%s is not a text", write);
      return Optional.empty();
    }
    String text = json.textValue();
    if (text.isBlank() || !text.equals(text.strip())) {
      wrong(
          text.isBlank() ? "%s is empty" : "%s begins or ends with a space",
          text.isBlank() ? write : '"' + shortened(text.strip()) + '"');
      return Optional.empty();
    }
    if (text.codePointCount(0, text.length()) > MAX_TEXT_LENGTH) {
      wrong("%s is longer than " + MAX_TEXT_LENGTH + " characters", "a shorter text");
      return Optional.empty();
    }
    if (!Invisible.removed(text).equals(text) || text.lines().count() > 1 || text.contains("\t")) {
      wrong("%s has an invisible character", "visible characters on one line");
      return Optional.empty();
    }
    return Optional.of(text);
  }

  /**
   * {@return such a text, if it is {@code valid} as well}
   *
   * @param write what to write if there is no text
   * @param problem of a text that is not valid; {@code %s} stands for it
   * @param instead what to write instead of it
   */
  Optional<String> text(
      String write, Predicate<String> valid, String problem, UnaryOperator<String> instead) {
    Optional<String> text = text(write);
    text.filter(valid.negate()).ifPresent(it -> wrong(problem, instead.apply(it)));
    return text.filter(valid);
  }

  /** {@return the text if it is one of {@code allowed}} */
  Optional<String> oneOf(List<String> allowed) {
    return text(
        Words.or(allowed),
        allowed::contains,
        "%s is not one of " + String.join(", ", allowed),
        text -> Nearest.of(text, allowed).orElseGet(() -> Words.or(allowed)));
  }

  Optional<Boolean> bool() {
    if (json.isBoolean()) {
      return Optional.of(json.booleanValue());
    }
    wrong("%s is neither true nor false", "true or false");
    return Optional.empty();
  }

  /** {@return the whole number if it is from {@code min} to {@code max}} */
  Optional<Integer> number(int min, int max) {
    if (json.isInt() && json.intValue() >= min && json.intValue() <= max) {
      return Optional.of(json.intValue());
    }
    wrong(
        "%s is not a whole number from " + min + " to " + max,
        "a number from %d to %d".formatted(min, max));
    return Optional.empty();
  }

  /** {@return the time if it is from {@code min} to {@code max}; the number 0 is one, too} */
  Optional<Span> span(Span min, Span max) {
    Optional<Span> span =
        json.isInt() && json.intValue() == 0
            ? Optional.of(Span.ZERO)
            : Optional.ofNullable(json.textValue()).flatMap(Span::parse);
    if (span.isEmpty()) {
      wrong("%s is not a time", "a number with s, m, h or d, such as 24h,");
      return Optional.empty();
    }
    if (span.get().compareTo(min) < 0 || span.get().compareTo(max) > 0) {
      wrong("%s is not from " + min + " to " + max, "a time from %s to %s".formatted(min, max));
      return Optional.empty();
    }
    return span;
  }

  /** Reports this value; {@code %s} in {@code what} stands for it. */
  void wrong(String what, String write) {
    problem(what.replace("%s", shown()), write);
  }

  void problem(String what, String write) {
    problems.atValue(pointer, what, write);
  }

  private String shown() {
    return switch (json.getNodeType()) {
      case NULL, MISSING -> "nothing";
      case OBJECT -> "a group of settings";
      case ARRAY -> "a list";
      default -> json.isTextual() ? '"' + shortened(json.textValue()) + '"' : json.asText();
    };
  }

  /** {@return {@code text} on one line of limited length, without invisible characters} */
  static String shortened(String text) {
    String visible = Invisible.removed(text).replaceAll("\\s+", " ");
    String cut = Truncation.hard(visible, MAX_SHOWN_LENGTH);
    return cut.equals(visible) ? visible : cut + "…";
  }
}
