package org.pytorch.alerting.stack.cli;

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
 * A payload to be sent, and who would send it.
 *
 * @param source the sender's, when it is one that posts to the webhook; empty for what comes
 *     through SNS: CloudWatch's alarms, and everything whose sender cannot be told
 */
public record Payload(String name, String body, Optional<String> source) {

  /** {@return the payload with this body, whose sender is told by its shape} */
  public static Payload of(String name, String body) {
    return new Payload(name, body, sourceOf(body));
  }

  /** {@return the payload in {@code file}, whose sender is told by its shape} */
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
      return Optional.empty(); // The webhook takes nothing but JSON.
    }
    if (json.has("schema_version")) {
      return Optional.of("normalized");
    }
    if (!json.path("alerts").isArray()) {
      return Optional.empty();
    }
    // Grafana's payload is Alertmanager's with more in it.
    return Optional.of(json.has("orgId") || json.has("state") ? "grafana" : "alertmanager");
  }
}
