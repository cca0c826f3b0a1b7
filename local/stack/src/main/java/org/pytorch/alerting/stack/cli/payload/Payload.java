package org.pytorch.alerting.stack.cli.payload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.pytorch.alerting.model.json.Json;

/**
 * A payload and its sender.
 *
 * @param source the webhook source that the payload comes from; empty for a payload that goes to
 *     SNS: CloudWatch alarms and unrecognized payloads
 */
public record Payload(String name, String body, Optional<String> source) {

  /** {@return a payload with this body; its format determines the sender} */
  public static Payload of(String name, String body) {
    return new Payload(name, body, sourceOf(body));
  }

  /** {@return the payload in {@code file}; its format determines the sender} */
  public static Payload read(Path file) {
    try {
      return of(String.valueOf(file.getFileName()), Files.readString(file, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot be read: " + file, e);
    }
  }

  private static Optional<String> sourceOf(String body) {
    JsonNode json;
    try {
      json = Json.mapper().readTree(body);
    } catch (JsonProcessingException e) {
      return Optional.empty(); // The webhook accepts only JSON.
    }
    if (json.has("schema_version")) {
      return Optional.of("normalized");
    }
    if (!json.path("alerts").isArray()) {
      return Optional.empty();
    }
    // Grafana's payload is a superset of Alertmanager's.
    return Optional.of(json.has("orgId") || json.has("state") ? "grafana" : "alertmanager");
  }
}
