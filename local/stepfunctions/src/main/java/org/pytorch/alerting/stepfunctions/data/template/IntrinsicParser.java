package org.pytorch.alerting.stepfunctions.data.template;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import org.pytorch.alerting.stepfunctions.data.JsonText;
import org.pytorch.alerting.stepfunctions.data.Path;

/** Reads a call of an intrinsic function, from left to right. */
final class IntrinsicParser {
  /** AWS's limit; the outermost call counts. */
  private static final int MAX_NESTING = 10;

  private final String text;
  private int at;
  private int depth;

  IntrinsicParser(String text) {
    this.text = text;
  }

  Intrinsic parse() {
    Intrinsic call = call();
    if (at != text.length()) {
      throw problem("more text after the call");
    }
    return call;
  }

  private Intrinsic call() {
    int start = at;
    if (++depth > MAX_NESTING) {
      throw problem("more than " + MAX_NESTING + " nested functions");
    }
    String name = upTo("(,) '");
    IntrinsicFunction function =
        IntrinsicFunction.named(name)
            .orElseThrow(() -> problem("there is no function '%s'".formatted(name)));
    expect('(');
    List<Expression> arguments = arguments(function);
    if (!function.takes(arguments.size())) {
      throw problem("%s does not take %d arguments".formatted(name, arguments.size()));
    }
    depth--;
    return new Intrinsic(function, arguments, text.substring(start, at));
  }

  private List<Expression> arguments(IntrinsicFunction function) {
    List<Expression> arguments = new ArrayList<>();
    skipBlanks();
    if (peek() == ')') {
      at++;
      return arguments;
    }
    while (true) {
      skipBlanks();
      arguments.add(argument(function == IntrinsicFunction.FORMAT && arguments.isEmpty()));
      skipBlanks();
      if (peek() == ')') {
        at++;
        return arguments;
      }
      expect(',');
    }
  }

  private Expression argument(boolean template) {
    char first = peek();
    if (first == '\'') {
      String quoted = quoted();
      String value = template ? quoted : Escapes.remove(quoted);
      return new Expression.Literal(JsonNodeFactory.instance.textNode(value));
    }
    if (first == '$') {
      return new Expression.PathArgument(Path.parse(path()));
    }
    if (text.startsWith("States.", at)) {
      return call();
    }
    return new Expression.Literal(literal());
  }

  /** The text between single quotes, with its backslashes. */
  private String quoted() {
    int start = at + 1;
    skipQuoted('\'');
    String quoted = text.substring(start, at++);
    Escapes.check(quoted);
    return quoted;
  }

  /** A path ends at the first comma or bracket outside its own brackets and quotes. */
  private String path() {
    int start = at;
    int brackets = 0;
    for (; ; at++) {
      char next = peek();
      if (next == '\'' || next == '"') {
        skipQuoted(next);
      } else if (next == '[' || next == '(') {
        brackets++;
      } else if (brackets == 0 && (next == ')' || next == ',')) {
        return text.substring(start, at).strip();
      } else if (next == ']' || next == ')') {
        brackets--;
      }
    }
  }

  /** Moves to the closing quote; a backslash escapes it. */
  private void skipQuoted(char quote) {
    at++;
    while (peek() != quote) {
      at += peek() == '\\' ? 2 : 1;
    }
  }

  private JsonNode literal() {
    String word = upTo(",) ");
    try {
      JsonNode value = JsonText.parse(word);
      if (value.isNumber() || value.isBoolean() || value.isNull()) {
        return value;
      }
    } catch (JsonProcessingException e) {
      throw problem("'%s' is not an argument".formatted(word));
    }
    throw problem("'%s' is not an argument".formatted(word));
  }

  private String upTo(String ends) {
    int start = at;
    while (ends.indexOf(peek()) < 0) {
      at++;
    }
    return text.substring(start, at);
  }

  private void skipBlanks() {
    while (peek() == ' ') {
      at++;
    }
  }

  private void expect(char wanted) {
    if (peek() != wanted) {
      throw problem("'%s' is expected at position %d".formatted(wanted, at));
    }
    at++;
  }

  private char peek() {
    if (at >= text.length()) {
      throw problem("unexpected end of text");
    }
    return text.charAt(at);
  }

  private IllegalArgumentException problem(String problem) {
    return new IllegalArgumentException(
        "'%s' is not a call of an intrinsic function: %s".formatted(text, problem));
  }
}
