package org.pytorch.alerting.stack.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.model.json.Json;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/** Reads the dead-letter queue without removing messages. */
public final class DeadLetters {
  /** The limit of one receive. */
  private static final int MAX = 10;

  private DeadLetters() {}

  /**
   * A quarantined message, or one that failed too often.
   *
   * @param diagnosis what its sender has to fix
   */
  public record DeadLetter(String messageId, String error, String diagnosis, String body) {
    static DeadLetter of(Message message) {
      return new DeadLetter(
          attribute(message, "message_id").orElse(message.messageId()),
          attribute(message, "error").orElse("delivered too often"),
          attribute(message, "diagnosis").map(DeadLetters::sentence).orElse("none"),
          message.body());
    }
  }

  /** {@return at most ten messages; they stay in the queue} */
  public static List<DeadLetter> in(SqsClient sqs, String queueUrl) {
    return sqs
        .receiveMessage(
            receive ->
                receive
                    .queueUrl(queueUrl)
                    .maxNumberOfMessages(MAX)
                    .messageAttributeNames("All")
                    .visibilityTimeout(0))
        .messages()
        .stream()
        .map(DeadLetter::of)
        .toList();
  }

  /** The cause of a function's error is JSON; only its message is for people. */
  private static String sentence(String diagnosis) {
    try {
      return Json.mapper().readTree(diagnosis).path("errorMessage").asText(diagnosis);
    } catch (JsonProcessingException e) {
      return diagnosis;
    }
  }

  private static Optional<String> attribute(Message message, String name) {
    return Optional.ofNullable(message.messageAttributes().get(name))
        .map(value -> value.stringValue());
  }
}
