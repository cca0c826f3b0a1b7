package org.pytorch.alerting.stepfunctions.data.template;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.pytorch.alerting.stepfunctions.data.JsonText;

/** States.StringToJson, States.JsonToString and States.JsonMerge. */
final class JsonFunctions {
  private JsonFunctions() {}

  /** Blank text is null, as recorded on AWS. */
  static JsonNode stringToJson(Arguments arguments) {
    String text = arguments.text(0);
    if (text.isBlank()) {
      return NullNode.getInstance();
    }
    try {
      return JsonText.parse(text);
    } catch (JsonProcessingException e) {
      throw arguments.failure("The text is not JSON: " + e.getOriginalMessage());
    }
  }

  static JsonNode jsonToString(Arguments arguments) {
    return JsonNodeFactory.instance.textNode(JsonText.of(arguments.any(0)));
  }

  /** The second object's fields win, one level deep. AWS has no deep merge either. */
  static JsonNode merge(Arguments arguments) {
    if (!arguments.any(2).isBoolean() || arguments.any(2).booleanValue()) {
      throw arguments.failure("Argument 3 must be false: only a shallow merge is supported");
    }
    ObjectNode merged = JsonNodeFactory.instance.objectNode();
    merged.setAll(arguments.object(0));
    merged.setAll(arguments.object(1));
    return merged;
  }
}
