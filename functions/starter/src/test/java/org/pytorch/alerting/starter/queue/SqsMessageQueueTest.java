package org.pytorch.alerting.starter.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.runtime.StubAws;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;

class SqsMessageQueueTest {
  private static final String QUEUE = "https://sqs.us-east-1.amazonaws.com/123456789012/alerts";
  private static final String DEAD_LETTERS = QUEUE + "-dead";

  @Test
  void visibility_is_changed_in_whole_seconds() {
    try (StubAws aws = StubAws.answering(200, "{}");
        SqsClient client = SqsMessageQueue.client(aws.environment())) {
      queue(client).changeVisibility("handle", Duration.ofMillis(29_999));

      assertThat(aws.requests.getFirst().target()).isEqualTo("AmazonSQS.ChangeMessageVisibility");
      assertThat(Json.read(aws.requests.getFirst().body(), JsonNode.class))
          .isEqualTo(
              Json.mapper()
                  .createObjectNode()
                  .put("QueueUrl", QUEUE)
                  .put("ReceiptHandle", "handle")
                  .put("VisibilityTimeout", 29));
    }
  }

  @Test
  void a_dead_letter_carries_its_attributes_as_text() {
    try (StubAws aws =
            // The SDK checks these: of "body" and of the one attribute.
            StubAws.answering(
                200,
                """
                {"MessageId":"1","MD5OfMessageBody":"841a2d689ad86bd1611447453c22c6fc",
                 "MD5OfMessageAttributes":"f511e4460af98f15c86b63cb8ded5332"}
                """);
        SqsClient client = SqsMessageQueue.client(aws.environment())) {
      queue(client).sendToDeadLetterQueue("body", Map.of("error", "MessageTooBig"));

      JsonNode body = Json.read(aws.requests.getFirst().body(), JsonNode.class);
      assertThat(aws.requests.getFirst().target()).isEqualTo("AmazonSQS.SendMessage");
      assertThat(body.get("QueueUrl").asText()).isEqualTo(DEAD_LETTERS);
      assertThat(body.get("MessageBody").asText()).isEqualTo("body");
      assertThat(body.at("/MessageAttributes/error/DataType").asText()).isEqualTo("String");
      assertThat(body.at("/MessageAttributes/error/StringValue").asText())
          .isEqualTo("MessageTooBig");
    }
  }

  @Test
  void a_queue_that_refuses_is_an_exception() {
    try (StubAws aws =
            StubAws.answering(400, "{\"__type\":\"com.amazonaws.sqs#ReceiptHandleIsInvalid\"}");
        SqsClient client = SqsMessageQueue.client(aws.environment())) {
      assertThatThrownBy(() -> queue(client).changeVisibility("old", Duration.ofSeconds(30)))
          .isInstanceOf(SdkException.class);
    }
  }

  private static SqsMessageQueue queue(SqsClient client) {
    return new SqsMessageQueue(client, QUEUE, DEAD_LETTERS);
  }
}
