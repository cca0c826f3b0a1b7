package org.pytorch.alerting.stack.cli.why;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A line of a function's log. */
record LogLine(JsonNode json) {

  /** {@return a field as text; empty if it is absent} */
  String text(String field) {
    JsonNode value = json.path(field);
    return value.isContainerNode() ? "" : value.asText("");
  }

  /** {@return a field, if it is there and not blank} */
  Optional<String> get(String field) {
    return Optional.of(text(field)).filter(value -> !value.isBlank());
  }

  List<String> list(String field) {
    return json.path(field).valueStream().map(JsonNode::asText).toList();
  }

  /** {@return whether {@code function} wrote it with this message} */
  boolean is(String function, String message) {
    return text("function").equals(function) && text("message").equals(message);
  }

  boolean isFrom(String function) {
    return text("function").equals(function);
  }

  /** {@return when it was written} */
  Optional<Instant> time() {
    try {
      return get("timestamp").map(Instant::parse);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
