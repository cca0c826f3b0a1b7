package org.pytorch.alerting.stack.cli.letter;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.pytorch.alerting.stack.cli.aws.AwsApi;
import org.pytorch.alerting.stack.cli.aws.Deployment;

/** The queues of a deployed environment. */
public final class AwsDeadLetterQueue implements DeadLetterQueue {
  /** With a wait, SQS asks all of its servers; without, it may miss messages. */
  private static final int WAIT_SECONDS = 1;

  private final AwsApi aws;
  private final Deployment deployment;

  public AwsDeadLetterQueue(AwsApi aws, Deployment deployment) {
    this.aws = aws;
    this.deployment = deployment;
  }

  @Override
  public String name() {
    return deployment.name();
  }

  @Override
  public String targetSuffix() {
    return "-" + deployment.environment();
  }

  @Override
  public List<Letter> receiveBatch() {
    return aws.call(
            "sqs",
            "receive-message",
            Map.of(
                "QueueUrl",
                deployment.deadLetterQueueUrl(),
                "MaxNumberOfMessages",
                BATCH,
                "WaitTimeSeconds",
                WAIT_SECONDS,
                "VisibilityTimeout",
                HIDDEN_SECONDS,
                "AttributeNames",
                List.of("All"),
                "MessageAttributeNames",
                List.of("All")))
        .path("Messages")
        .valueStream()
        .map(AwsDeadLetterQueue::letter)
        .toList();
  }

  private static Letter letter(JsonNode message) {
    Map<String, String> attributes = new TreeMap<>();
    message
        .path("MessageAttributes")
        .properties()
        .forEach(
            attribute -> {
              JsonNode text = attribute.getValue().path("StringValue");
              if (text.isTextual()) {
                attributes.put(attribute.getKey(), text.textValue());
              }
            });
    return new Letter(
        message.path("MessageId").asText(),
        message.path("ReceiptHandle").asText(),
        message.path("Body").asText(),
        attributes,
        Instant.ofEpochMilli(message.at("/Attributes/SentTimestamp").asLong()));
  }

  @Override
  public void release(List<Letter> letters) {
    for (int start = 0; start < letters.size(); start += BATCH) {
      List<Map<String, Object>> entries = new ArrayList<>();
      for (Letter letter : letters.subList(start, Math.min(start + BATCH, letters.size()))) {
        entries.add(
            Map.of(
                "Id",
                "m" + entries.size(),
                "ReceiptHandle",
                letter.receiptHandle(),
                "VisibilityTimeout",
                0));
      }
      aws.call(
          "sqs",
          "change-message-visibility-batch",
          Map.of("QueueUrl", deployment.deadLetterQueueUrl(), "Entries", entries));
    }
  }

  @Override
  public String send(String body, Map<String, String> attributes) {
    Map<String, Object> typed = new HashMap<>();
    attributes.forEach(
        (name, value) -> typed.put(name, Map.of("DataType", "String", "StringValue", value)));
    return aws.call(
            "sqs",
            "send-message",
            Map.of(
                "QueueUrl", deployment.queueUrl(), "MessageBody", body, "MessageAttributes", typed))
        .path("MessageId")
        .asText();
  }

  @Override
  public void delete(Letter letter) {
    aws.call(
        "sqs",
        "delete-message",
        Map.of(
            "QueueUrl", deployment.deadLetterQueueUrl(), "ReceiptHandle", letter.receiptHandle()));
  }
}
