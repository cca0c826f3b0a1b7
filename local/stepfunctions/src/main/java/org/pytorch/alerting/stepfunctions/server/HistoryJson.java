package org.pytorch.alerting.stepfunctions.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Set;
import org.pytorch.alerting.stepfunctions.data.JsonText;
import org.pytorch.alerting.stepfunctions.execution.history.HistoryEvent;

/** Events in the format of GetExecutionHistory: data is text, each type has its own details. */
final class HistoryJson {
  private static final Set<String> DATA = Set.of("input", "output", "parameters");

  /** As recorded on AWS, these have details even without error and cause. */
  private static final Set<String> SHOWN_EMPTY =
      Set.of("ExecutionFailed", "ExecutionAborted", "ExecutionTimedOut");

  private HistoryJson() {}

  /**
   * {@return the event}
   *
   * @param withData whether to include input, output and parameters
   */
  static ObjectNode of(HistoryEvent event, boolean withData) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("timestamp", Timestamp.seconds(event.timestamp()))
            .put("type", event.type())
            .put("id", event.id())
            .put("previousEventId", event.previousId());
    if (!event.details().isEmpty() || SHOWN_EMPTY.contains(event.type())) {
      json.set(detailsField(event.type()), details(event.details(), withData));
    }
    return json;
  }

  private static String detailsField(String type) {
    if (type.endsWith("StateEntered")) {
      return "stateEnteredEventDetails";
    }
    if (type.endsWith("StateExited")) {
      return "stateExitedEventDetails";
    }
    return type.substring(0, 1).toLowerCase(Locale.ROOT) + type.substring(1) + "EventDetails";
  }

  private static ObjectNode details(ObjectNode details, boolean withData) {
    ObjectNode shown = JsonNodeFactory.instance.objectNode();
    details
        .properties()
        .forEach(
            field -> {
              String name = field.getKey();
              if (!DATA.contains(name)) {
                shown.set(name, field.getValue());
              } else if (withData) {
                addData(shown, name, field.getValue());
              }
            });
    return shown;
  }

  private static void addData(ObjectNode shown, String name, JsonNode data) {
    shown.put(name, JsonText.of(data));
    if (!name.equals("parameters")) {
      shown.putObject(name + "Details").put("truncated", false);
    }
  }
}
