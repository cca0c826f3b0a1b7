package org.pytorch.alerting.stepfunctions.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.stepfunctions.data.JsonText;

/** The body of a request. Reading a field checks it. */
record ApiRequest(JsonNode body) {
  static ApiRequest parse(String text) {
    try {
      JsonNode body = JsonText.parse(text.isEmpty() ? "{}" : text);
      if (body.isObject()) {
        return new ApiRequest(body);
      }
    } catch (JsonProcessingException e) {
      throw new ApiException("SerializationException", "The request is not JSON");
    }
    throw new ApiException("SerializationException", "The request is not a JSON object");
  }

  Optional<String> text(String field) {
    JsonNode value = body.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw ApiException.validation("'%s' must be a string".formatted(field));
    }
    return Optional.of(value.textValue());
  }

  String requiredText(String field) {
    return text(field)
        .filter(value -> !value.isEmpty())
        .orElseThrow(() -> ApiException.validation("'%s' must not be empty".formatted(field)));
  }

  /** {@return the texts of a required list} */
  List<String> texts(String field) {
    List<String> texts = new ArrayList<>();
    for (JsonNode value : requiredList(field)) {
      if (!value.isTextual()) {
        throw ApiException.validation("'%s' must be a list of strings".formatted(field));
      }
      texts.add(value.textValue());
    }
    return texts;
  }

  JsonNode requiredList(String field) {
    JsonNode list = body.path(field);
    if (!list.isArray()) {
      throw ApiException.validation("'%s' must be a list".formatted(field));
    }
    return list;
  }

  boolean flag(String field, boolean defaultValue) {
    return body.path(field).asBoolean(defaultValue);
  }

  boolean has(String field) {
    return body.hasNonNull(field);
  }

  int integer(String field, int max, int defaultValue) {
    JsonNode value = body.path(field);
    if (value.isMissingNode() || value.isNull() || value.asInt() == 0) {
      return defaultValue;
    }
    if (!value.isInt() || value.intValue() < 0 || value.intValue() > max) {
      throw ApiException.validation("'%s' must be from 0 to %d".formatted(field, max));
    }
    return value.intValue();
  }
}
