package org.pytorch.alerting.fakegithub.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.pytorch.alerting.fakegithub.call.CallResponse;
import org.pytorch.alerting.model.json.Json;

/** The JSON form of faults for the control endpoint. */
public final class FaultJson {
  private static final Set<String> FIELDS =
      Set.of(
          "method",
          "path",
          "actor",
          "times",
          "status",
          "drop",
          "headers",
          "body",
          "delay_ms",
          "after",
          "commit_delay_ms");
  private static final Set<String> MOMENTS = Set.of("before", "commit");

  private FaultJson() {}

  /**
   * {@return the faults of a JSON array}
   *
   * @throws IllegalArgumentException if it is not a JSON array, or if a field is unknown or invalid
   */
  public static List<Fault> read(String text) {
    JsonNode json = Json.read(text, JsonNode.class);
    if (!json.isArray()) {
      throw new IllegalArgumentException("faults are not a JSON array");
    }
    List<Fault> faults = new ArrayList<>();
    json.forEach(fault -> faults.add(fault(fault)));
    return faults;
  }

  public static ArrayNode write(List<Fault> faults) {
    ArrayNode list = Json.mapper().createArrayNode();
    faults.forEach(fault -> list.add(write(fault)));
    return list;
  }

  private static Fault fault(JsonNode json) {
    json.fieldNames()
        .forEachRemaining(
            field -> {
              if (!FIELDS.contains(field)) {
                throw new IllegalArgumentException("a fault has no field " + field);
              }
            });
    String after = json.path("after").asText("before");
    if (!MOMENTS.contains(after)) {
      throw new IllegalArgumentException("after is neither before nor commit: " + after);
    }
    return new Fault(
        text(json, "method"),
        Pattern.compile(text(json, "path").orElse("")),
        text(json, "actor").map(Pattern::compile),
        json.path("times").asInt(1),
        Duration.ofMillis(json.path("delay_ms").asLong(0)),
        reply(json),
        after.equals("commit"),
        Duration.ofMillis(json.path("commit_delay_ms").asLong(0)));
  }

  private static Optional<Fault.Reply> reply(JsonNode json) {
    boolean drop = json.path("drop").asBoolean(false);
    if (!drop && !json.has("status")) {
      return Optional.empty();
    }
    int status = drop ? CallResponse.LOST : json.path("status").asInt(-1);
    Map<String, String> headers = new HashMap<>();
    json.path("headers")
        .properties()
        .forEach(header -> headers.put(header.getKey(), header.getValue().asText()));
    return Optional.of(new Fault.Reply(status, headers, body(json.path("body"))));
  }

  /** A body is JSON, or a text that is sent unchanged. */
  private static Optional<String> body(JsonNode body) {
    if (body.isMissingNode() || body.isNull()) {
      return Optional.empty();
    }
    return Optional.of(body.isTextual() ? body.textValue() : body.toString());
  }

  private static ObjectNode write(Fault fault) {
    ObjectNode json = Json.mapper().createObjectNode();
    fault.method().ifPresent(method -> json.put("method", method));
    json.put("path", fault.path().pattern());
    fault.actor().ifPresent(actor -> json.put("actor", actor.pattern()));
    json.put("times", fault.times());
    fault.reply().ifPresent(reply -> write(json, reply));
    return json.put("delay_ms", fault.delay().toMillis())
        .put("after", fault.effect() ? "commit" : "before")
        .put("commit_delay_ms", fault.effectDelay().toMillis());
  }

  private static void write(ObjectNode json, Fault.Reply reply) {
    json.put("status", reply.status());
    ObjectNode headers = json.putObject("headers");
    reply.headers().forEach(headers::put);
    reply.body().ifPresent(body -> json.put("body", body));
  }

  private static Optional<String> text(JsonNode json, String field) {
    return Optional.ofNullable(json.get(field)).map(JsonNode::asText);
  }
}
