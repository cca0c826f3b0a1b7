package org.pytorch.alerting.stepfunctions.data.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;
import org.pytorch.alerting.stepfunctions.data.JsonText;

/** States.Format and States.StringSplit. */
final class StringFunctions {
  private StringFunctions() {}

  /** Each {@code {}} of the template is replaced by the next argument. */
  static JsonNode format(Arguments arguments) {
    String template = arguments.text(0);
    StringBuilder text = new StringBuilder();
    int used = 0;
    for (int i = 0; i < template.length(); i++) {
      char c = template.charAt(i);
      if (c == '\\' && i + 1 < template.length()) {
        text.append(template.charAt(++i));
      } else if (c == '{' && template.startsWith("{}", i)) {
        if (++used == arguments.count()) {
          throw arguments.failure("There are more placeholders than arguments");
        }
        text.append(formatted(arguments.any(used)));
        i++;
      } else if (c == '{' || c == '}') {
        throw arguments.failure("A brace that is not a placeholder must be escaped");
      } else {
        text.append(c);
      }
    }
    if (used != arguments.count() - 1) {
      throw arguments.failure("There are more arguments than placeholders");
    }
    return JsonNodeFactory.instance.textNode(text.toString());
  }

  /** AWS formats objects and arrays like Java's toString, not as JSON. */
  private static String formatted(JsonNode value) {
    if (value.isObject()) {
      List<String> fields = new ArrayList<>();
      value.properties().forEach(f -> fields.add(f.getKey() + "=" + formatted(f.getValue())));
      return "{" + String.join(", ", fields) + "}";
    }
    if (value.isArray()) {
      List<String> elements = new ArrayList<>();
      value.forEach(element -> elements.add(formatted(element)));
      return "[" + String.join(", ", elements) + "]";
    }
    return value.isTextual() ? value.textValue() : JsonText.of(value);
  }

  /** Every character of the second text is a separator; empty parts are dropped. */
  static JsonNode split(Arguments arguments) {
    ArrayNode parts = JsonNodeFactory.instance.arrayNode();
    StringTokenizer tokens = new StringTokenizer(arguments.text(0), arguments.text(1));
    while (tokens.hasMoreTokens()) {
      parts.add(tokens.nextToken());
    }
    return parts;
  }
}
