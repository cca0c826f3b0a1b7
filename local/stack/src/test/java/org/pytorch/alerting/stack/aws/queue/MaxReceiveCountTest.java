package org.pytorch.alerting.stack.aws.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pytorch.alerting.stack.aws.AwsAccount;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/**
 * As SQS, the local queue delivers a message 20 times and then moves it to the dead-letter queue,
 * under the same id.
 */
final class MaxReceiveCountTest {
  private static final int BEFORE_A_RESTART = 12;

  @Test
  void message_is_delivered_as_often_as_on_aws_and_then_moved() {
    try (Queues queues = Queues.start(AwsAccount.LOCAL, 0)) {
      String id = send(queues);

      receive(queues, id, 1, Queues.MAX_RECEIVE_COUNT);

      assertThatItIsMoved(queues, id);
    }
  }

  @Test
  void deliveries_before_a_restart_count(@TempDir Path folder) {
    String id;
    try (Queues queues = Queues.start(AwsAccount.LOCAL, 0, folder.resolve("queue"))) {
      id = send(queues);
      receive(queues, id, 1, BEFORE_A_RESTART);
    }
    try (Queues queues = Queues.start(AwsAccount.LOCAL, 0, folder.resolve("queue"))) {
      receive(queues, id, BEFORE_A_RESTART + 1, Queues.MAX_RECEIVE_COUNT);

      assertThatItIsMoved(queues, id);
    }
  }

  private static String send(Queues queues) {
    return queues
        .client()
        .sendMessage(send -> send.queueUrl(queues.queueUrl()).messageBody("{}"))
        .messageId();
  }

  /** Each delivery ends at once, as if the starter had failed. */
  private static void receive(Queues queues, String id, int first, int last) {
    for (int delivery = first; delivery <= last; delivery++) {
      Message message = received(queues, queues.queueUrl()).orElseThrow();
      assertThat(message.messageId()).isEqualTo(id);
      assertThat(message.attributes())
          .containsEntry(
              MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, Integer.toString(delivery));
    }
  }

  private static void assertThatItIsMoved(Queues queues, String id) {
    assertThat(received(queues, queues.dlqUrl())).as("before the next delivery").isEmpty();
    assertThat(received(queues, queues.queueUrl())).isEmpty();
    assertThat(received(queues, queues.dlqUrl()))
        .hasValueSatisfying(
            message -> {
              assertThat(message.messageId()).isEqualTo(id);
              assertThat(message.body()).isEqualTo("{}");
            });
  }

  private static Optional<Message> received(Queues queues, String url) {
    List<Message> messages =
        queues
            .client()
            .receiveMessage(
                receive ->
                    receive
                        .queueUrl(url)
                        .visibilityTimeout(0)
                        .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
            .messages();
    return messages.stream().findFirst();
  }
}
