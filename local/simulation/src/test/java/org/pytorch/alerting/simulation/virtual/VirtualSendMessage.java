package org.pytorch.alerting.simulation.virtual;

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

/**
 * The SQS task of the state machine, which quarantines, and sends checks.
 *
 * @param alertQueue the URL of our own queue; any other is the dead-letter queue's
 */
record VirtualSendMessage(VirtualScheduler scheduler, VirtualQueue queue, String alertQueue)
    implements TaskService {
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
    String body = parameters.path("MessageBody").asText();
    Duration delay = Duration.ofSeconds(parameters.path("DelaySeconds").asLong());
    boolean check = parameters.path("QueueUrl").asText().equals(alertQueue);
    scheduler.schedule(
        LATENCY,
        () -> done.accept(check ? sendLater(body, attributes, delay) : send(body, attributes)));
  }

  private TaskResult sendLater(String body, Map<String, String> attributes, Duration delay) {
    return queue
        .sendLater(body, attributes, delay)
        .<TaskResult>map(id -> succeeded(id))
        .orElseGet(() -> new TaskResult.Failed("SQS.SqsException", "SQS is not available"));
  }

  private TaskResult send(String body, Map<String, String> attributes) {
    try {
      queue.sendToDeadLetterQueue(body, attributes);
    } catch (IllegalStateException e) {
      return new TaskResult.Failed("SQS.SqsException", String.valueOf(e.getMessage()));
    }
    return succeeded("quarantined");
  }

  private static TaskResult succeeded(String messageId) {
    return new TaskResult.Succeeded(Json.mapper().createObjectNode().put("MessageId", messageId));
  }
}
