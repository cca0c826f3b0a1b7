package org.pytorch.alerting.stack.aws.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.stack.aws.AwsAccount;
import org.pytorch.alerting.stepfunctions.task.SqsTaskService;
import org.pytorch.alerting.stepfunctions.task.TaskRequest;
import org.pytorch.alerting.stepfunctions.task.TaskResult;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/** What the state machine sends with a delay, the local queue delivers after it. */
final class DelayedMessageTest {
  private static final int DELAY_SECONDS = 1;

  @Test
  void delayed_message_arrives_after_its_delay_with_its_source() {
    try (Queues queues = Queues.start(AwsAccount.LOCAL, 0)) {
      send(queues);

      Message message = receive(queues, 20).getFirst();

      assertThat(message.messageAttributes())
          .hasEntrySatisfying(
              "source", source -> assertThat(source.stringValue()).isEqualTo("check"));
      assertThat(
              Duration.between(
                  time(message, MessageSystemAttributeName.SENT_TIMESTAMP),
                  time(message, MessageSystemAttributeName.APPROXIMATE_FIRST_RECEIVE_TIMESTAMP)))
          .isGreaterThanOrEqualTo(Duration.ofSeconds(DELAY_SECONDS));
    }
  }

  private static void send(Queues queues) {
    TaskRequest request =
        new TaskRequest(
            SqsTaskService.RESOURCE,
            Json.mapper()
                .valueToTree(
                    Map.of(
                        "QueueUrl",
                        queues.queueUrl(),
                        "DelaySeconds",
                        DELAY_SECONDS,
                        "MessageBody",
                        "{}",
                        "MessageAttributes",
                        Map.of("source", Map.of("DataType", "String", "StringValue", "check")))),
            "arn",
            "Send check",
            0,
            Optional.empty());
    CompletableFuture<TaskResult> result = new CompletableFuture<>();
    new SqsTaskService(queues.uri()).invoke(request, result::complete);
    assertThat(result.join()).isInstanceOf(TaskResult.Succeeded.class);
  }

  private static List<Message> receive(Queues queues, int waitSeconds) {
    return queues
        .client()
        .receiveMessage(
            receive ->
                receive
                    .queueUrl(queues.queueUrl())
                    .waitTimeSeconds(waitSeconds)
                    .messageSystemAttributeNames(MessageSystemAttributeName.ALL)
                    .messageAttributeNames("All"))
        .messages();
  }

  private static Instant time(Message message, MessageSystemAttributeName name) {
    return Instant.ofEpochMilli(Long.parseLong(message.attributes().getOrDefault(name, "0")));
  }
}
