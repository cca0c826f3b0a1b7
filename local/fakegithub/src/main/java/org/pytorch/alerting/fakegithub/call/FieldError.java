package org.pytorch.alerting.fakegithub.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.pytorch.alerting.model.json.Json;

/** One entry of the {@code errors} in a 422. */
public record FieldError(
    String resource, String field, String code, Optional<String> message, Optional<String> value) {
  public static FieldError of(String resource, String field, String code) {
    return new FieldError(resource, field, code, Optional.empty(), Optional.empty());
  }

  public static FieldError of(String resource, String field, String code, String message) {
    return new FieldError(resource, field, code, Optional.of(message), Optional.empty());
  }

  /** {@return the error that names the value that is not allowed} */
  public static FieldError ofValue(String resource, String field, String value) {
    return new FieldError(resource, field, "invalid", Optional.empty(), Optional.of(value));
  }

  JsonNode json() {
    ObjectNode json =
        Json.mapper()
            .createObjectNode()
            .put("resource", resource)
            .put("field", field)
            .put("code", code);
    value.ifPresent(text -> json.put("value", text));
    message.ifPresent(text -> json.put("message", text));
    return json;
  }
}
