package org.pytorch.alerting.starter.queue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.pytorch.alerting.model.DeliveryId;
import org.pytorch.alerting.model.json.BodyEncoding;
import org.pytorch.alerting.model.json.Json;

/**
 * The SQS attributes of a message in the dead-letter queue; the state machine's "Quarantine
 * message" writes the same. When such a message is redriven it gets its original identity back, so
 * that its event ids and its place in time stay the same.
 *
 * @param messageId SQS's id for the message
 * @param deliveryId its original id: the webhook's id if there is one, else SQS's first one
 * @param saidAt when it was first put on our queue
 * @param messageAttributes the sender's original attributes
 */
public record QuarantineAttributes(
    String messageId,
    String deliveryId,
    BodyEncoding bodyEncoding,
    Instant saidAt,
    Map<String, String> messageAttributes) {
  private static final String MESSAGE_ID = "message_id";
  private static final String MESSAGE_ATTRIBUTES = "message_attributes";
  private static final String SAID_AT = "said_at";
  private static final String ERROR = "error";
  private static final String DIAGNOSIS = "diagnosis";

  /** The webhook sets this one too, for a body that it compressed. */
  private static final String BODY_ENCODING = "body_encoding";

  public QuarantineAttributes {
    messageAttributes = Map.copyOf(messageAttributes);
  }

  /**
   * {@return the original identity of {@code message}: from its attributes if it has been
   * quarantined before, else its own}
   */
  public static QuarantineAttributes originalOf(SqsMessage message) {
    Map<String, String> attributes = new HashMap<>(message.attributes());
    // An unknown encoding counts as none: normalize will diagnose the body.
    BodyEncoding encoding =
        BodyEncoding.GZIP_BASE64.jsonName().equals(attributes.remove(BODY_ENCODING))
            ? BodyEncoding.GZIP_BASE64
            : BodyEncoding.IDENTITY;
    Optional<String> deliveryId =
        Optional.ofNullable(attributes.remove(DeliveryId.ATTRIBUTE))
            .flatMap(DeliveryId::parse)
            .map(DeliveryId::value);
    // Older versions wrote the original id as the message id, and no delivery id.
    Optional<String> firstId =
        Optional.ofNullable(attributes.get(MESSAGE_ID))
            .map(id -> message.attributes().getOrDefault(DeliveryId.ATTRIBUTE, id));
    Optional<Map<String, String>> firstAttributes =
        Optional.ofNullable(attributes.get(MESSAGE_ATTRIBUTES)).flatMap(QuarantineAttributes::read);
    // A sender may have an attribute of one of these names; only both, well-formed, are our mark.
    return firstId.isPresent() && firstAttributes.isPresent()
        ? new QuarantineAttributes(
            message.messageId(),
            firstId.get(),
            encoding,
            saidAt(attributes, message.sentAt()),
            firstAttributes.get())
        : new QuarantineAttributes(
            message.messageId(),
            deliveryId.orElseGet(message::messageId),
            encoding,
            message.sentAt(),
            attributes);
  }

  /**
   * {@return the time in {@code attributes}, or {@code sentAt} if they have none, as in older
   * messages, or a later one: a message cannot have been first put on the queue after it was put
   * there again}
   */
  private static Instant saidAt(Map<String, String> attributes, Instant sentAt) {
    return Optional.ofNullable(attributes.get(SAID_AT))
        .flatMap(QuarantineAttributes::time)
        .filter(time -> !time.isBefore(Instant.EPOCH) && !time.isAfter(sentAt))
        .orElse(sentAt);
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /**
   * {@return the attributes for the dead-letter queue}
   *
   * @param error the name of the problem
   * @param diagnosis what the sender has to fix
   */
  public Map<String, String> write(String error, String diagnosis) {
    return Map.of(
        ERROR,
        error,
        DIAGNOSIS,
        diagnosis,
        MESSAGE_ID,
        messageId,
        DeliveryId.ATTRIBUTE,
        deliveryId,
        SAID_AT,
        Json.format(saidAt),
        BODY_ENCODING,
        bodyEncoding.jsonName(),
        MESSAGE_ATTRIBUTES,
        Json.write(messageAttributes));
  }

  private static Optional<Map<String, String>> read(String json) {
    try {
      JsonNode tree = Json.mapper().readTree(json);
      if (!tree.isObject()) {
        return Optional.empty();
      }
      Map<String, String> attributes = new LinkedHashMap<>();
      tree.properties().forEach(one -> attributes.put(one.getKey(), one.getValue().asText()));
      return Optional.of(attributes);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
