package org.pytorch.alerting.fakegithub.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.pytorch.alerting.model.json.Json;

/** One entry of the {@code errors} in a 422. */
public record FieldError(String resource, String field, String code, Optional<String> message) {
  public static FieldError of(String resource, String field, String code) {
    return new FieldError(resource, field, code, Optional.empty());
  }

  public static FieldError of(String resource, String field, String code, String message) {
    return new FieldError(resource, field, code, Optional.of(message));
  }

  JsonNode json() {
    ObjectNode json =
        Json.mapper()
            .createObjectNode()
            .put("resource", resource)
            .put("field", field)
            .put("code", code);
    message.ifPresent(text -> json.put("message", text));
    return json;
  }
}
