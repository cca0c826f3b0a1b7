package org.pytorch.alerting.bench.cost;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pytorch.alerting.model.json.Json;

/**
 * The CloudWatch Logs lines of an Express execution: one JSON line for each event of its history,
 * in the format of the Step Functions Developer Guide, "Logging using CloudWatch Logs".
 *
 * @param arn the execution's ARN, which is in every line
 * @param events the history, in the format of GetExecutionHistory
 */
public record ExpressLog(String arn, List<JsonNode> events) {
  /** Endings of the event types logged at level ERROR, from the guide's table "Event types". */
  private static final Set<String> ENDINGS_OF_ERRORS = Set.of("Failed", "TimedOut", "Aborted");

  private static final String DETAILS = "EventDetails";

  /** The state machine's logging level. */
  public enum Level {
    ALL,
    ERROR
  }

  public ExpressLog {
    events = List.copyOf(events);
  }

  /** {@return the log's bytes, including the states' data} */
  public long bytes(Level level) {
    return lines(level).stream()
        .mapToLong(line -> line.getBytes(StandardCharsets.UTF_8).length)
        .sum();
  }

  /** {@return the number of states entered} */
  public long statesEntered() {
    return events.stream().filter(event -> type(event).endsWith("StateEntered")).count();
  }

  List<String> lines(Level level) {
    List<String> lines = new ArrayList<>();
    for (JsonNode event : events) {
      if (level == Level.ALL || isError(type(event))) {
        lines.add(line(event).toString());
      }
    }
    return lines;
  }

  private static boolean isError(String type) {
    return type.equals("FailStateEntered") || ENDINGS_OF_ERRORS.stream().anyMatch(type::endsWith);
  }

  private ObjectNode line(JsonNode event) {
    ObjectNode line = Json.mapper().createObjectNode();
    line.put("id", event.path("id").asText());
    line.put("type", type(event));
    details(event).ifPresent(details -> line.set("details", details));
    line.put("previous_event_id", event.path("previousEventId").asText());
    line.put("event_timestamp", millis(event.path("timestamp")));
    line.put("execution_arn", arn);
    line.put("redrive_count", "0");
    return line;
  }

  private static String type(JsonNode event) {
    return event.path("type").asText();
  }

  private static Optional<JsonNode> details(JsonNode event) {
    return event.properties().stream()
        .filter(field -> field.getKey().endsWith(DETAILS))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /** The history has fractional seconds, the log whole milliseconds. */
  private static String millis(JsonNode seconds) {
    return new BigDecimal(seconds.asText("0")).movePointRight(3).toBigInteger().toString();
  }
}
