package org.pytorch.alerting.stack.virtual;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.stepfunctions.task.TaskRequest;
import org.pytorch.alerting.stepfunctions.task.TaskResult;
import org.pytorch.alerting.stepfunctions.task.TaskService;
import org.pytorch.alerting.stepfunctions.time.VirtualScheduler;

/** The SQS task of the state machine, which quarantines. */
record VirtualSendMessage(VirtualScheduler scheduler, VirtualQueue queue) implements TaskService {
  private static final Duration LATENCY = Duration.ofMillis(10);

  @Override
  public void invoke(TaskRequest request, Consumer<TaskResult> done) {
    JsonNode parameters = request.parameters();
    Map<String, String> attributes = new HashMap<>();
    parameters
        .path("MessageAttributes")
        .properties()
        .forEach(
            attribute ->
                attributes.put(
                    attribute.getKey(), attribute.getValue().path("StringValue").asText()));
    scheduler.schedule(
        LATENCY, () -> done.accept(send(parameters.path("MessageBody").asText(), attributes)));
  }

  private TaskResult send(String body, Map<String, String> attributes) {
    try {
      queue.sendToDeadLetterQueue(body, attributes);
    } catch (IllegalStateException e) {
      return new TaskResult.Failed("SQS.SqsException", String.valueOf(e.getMessage()));
    }
    return new TaskResult.Succeeded(
        Json.mapper().createObjectNode().put("MessageId", "quarantined"));
  }
}
