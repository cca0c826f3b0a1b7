package org.pytorch.alerting.console.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.pytorch.alerting.console.machine.Definition;
import org.pytorch.alerting.model.json.BodyEncoding;
import org.pytorch.alerting.model.json.Json;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/**
 * A message in the dead-letter queue.
 *
 * @param id its id on the queue
 * @param messageId the id of the message that it was, in logs and executions
 * @param error why it is here, as an error name
 * @param diagnosis what its sender has to add, in a sentence
 * @param body unpacked
 */
public record DeadLetter(
    String id,
    String messageId,
    String error,
    Optional<String> diagnosis,
    Instant sentAt,
    String body) {

  static DeadLetter of(Message message) {
    return new DeadLetter(
        message.messageId(),
        attribute(message, "message_id").orElse(message.messageId()),
        attribute(message, "error").map(Definition::shortError).orElse("delivered too often"),
        attribute(message, "diagnosis").map(DeadLetter::sentence),
        sentAt(message),
        unpacked(message));
  }

  /** The cause of a function's error is JSON; only its message is for people. */
  private static String sentence(String diagnosis) {
    try {
      return Json.mapper().readTree(diagnosis).path("errorMessage").asText(diagnosis);
    } catch (JsonProcessingException e) {
      return diagnosis;
    }
  }

  private static Instant sentAt(Message message) {
    return Optional.ofNullable(message.attributes().get(MessageSystemAttributeName.SENT_TIMESTAMP))
        .map(millis -> Instant.ofEpochMilli(Long.parseLong(millis)))
        .orElse(Instant.EPOCH);
  }

  private static String unpacked(Message message) {
    try {
      return attribute(message, "body_encoding")
          .map(name -> BodyEncoding.of(name).decode(message.body()))
          .orElse(message.body());
    } catch (IllegalArgumentException e) {
      return message.body();
    }
  }

  private static Optional<String> attribute(Message message, String name) {
    Map<String, MessageAttributeValue> attributes = message.messageAttributes();
    return Optional.ofNullable(attributes.get(name)).map(MessageAttributeValue::stringValue);
  }
}
