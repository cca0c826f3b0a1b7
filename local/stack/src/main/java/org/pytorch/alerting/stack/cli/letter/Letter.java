package org.pytorch.alerting.stack.cli.letter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.json.BodyEncoding;
import org.pytorch.alerting.model.json.Json;

/**
 * A message in the dead-letter queue: quarantined, or failed too often.
 *
 * @param queueId its own id in this queue
 * @param receiptHandle for deleting it
 * @param body as it is in the queue
 * @param attributes those that are text
 * @param sentAt when it was put on the queue that it was first on
 */
public record Letter(
    String queueId,
    String receiptHandle,
    String body,
    Map<String, String> attributes,
    Instant sentAt) {
  static final String MESSAGE_ID = "message_id";
  static final String DELIVERY_ID = "delivery_id";
  static final String SAID_AT = "said_at";
  static final String BODY_ENCODING = "body_encoding";
  static final String MESSAGE_ATTRIBUTES = "message_attributes";
  static final String ERROR = "error";
  static final String DIAGNOSIS = "diagnosis";
  private static final String GIVEN_UP = "ActionGivenUp";

  public Letter {
    attributes = Map.copyOf(attributes);
  }

  /** {@return an attribute, if it is not blank} */
  public Optional<String> attribute(String name) {
    return Optional.ofNullable(attributes.get(name)).filter(value -> !value.isBlank());
  }

  /** {@return the id of the message that was quarantined, or that failed} */
  public String messageId() {
    return attribute(MESSAGE_ID).orElse(queueId);
  }

  /** {@return the base of its alerts' event ids} */
  public String deliveryId() {
    return attribute(DELIVERY_ID).orElseGet(this::messageId);
  }

  /** {@return whether {@code id} is one of its ids} */
  public boolean is(String id) {
    return Stream.of(queueId, messageId(), deliveryId()).anyMatch(id::equals)
        || (isGivenUp() && deliveryId().startsWith(id + "#"));
  }

  /**
   * {@return whether it may be about one of these alerts} It holds only those alerts of its message
   * that were quarantined.
   */
  public boolean concerns(Set<String> fingerprints) {
    List<AlertEvent> events = LetterReading.of(this, text()).events();
    return isGivenUp()
        || events.isEmpty()
        || events.stream().anyMatch(event -> fingerprints.contains(Fingerprint.of(event).hex()));
  }

  /** {@return whether the system put it there with a diagnosis, at once} */
  public boolean isQuarantined() {
    return attribute(DIAGNOSIS).isPresent();
  }

  /** {@return whether it is the event of an action that was given up} */
  public boolean isGivenUp() {
    return attributes.getOrDefault(ERROR, "").equals(GIVEN_UP);
  }

  /** {@return what its sender or an operator has to fix} */
  public String diagnosis() {
    return attribute(DIAGNOSIS)
        .map(Letter::sentence)
        .orElse("it failed too often; its executions show why");
  }

  /** The cause of a function's error is JSON; only its message is for people. */
  private static String sentence(String diagnosis) {
    try {
      return Json.mapper().readTree(diagnosis).path("errorMessage").asText(diagnosis);
    } catch (JsonProcessingException e) {
      return diagnosis;
    }
  }

  /** {@return when it was first put on our queue} */
  public Instant saidAt() {
    try {
      return attribute(SAID_AT).map(Instant::parse).orElse(sentAt);
    } catch (DateTimeException e) {
      return sentAt;
    }
  }

  public BodyEncoding encoding() {
    return attributes.getOrDefault(BODY_ENCODING, "").equals(BodyEncoding.GZIP_BASE64.jsonName())
        ? BodyEncoding.GZIP_BASE64
        : BodyEncoding.IDENTITY;
  }

  /** {@return the body as its sender wrote it; as it is if it cannot be decoded} */
  public String text() {
    try {
      return encoding().decode(body);
    } catch (IllegalArgumentException e) {
      return body;
    }
  }

  /** {@return its sender's attributes} */
  public Map<String, String> senderAttributes() {
    Map<String, String> own = new TreeMap<>();
    Optional<String> quarantined = attribute(MESSAGE_ATTRIBUTES);
    if (quarantined.isPresent()) {
      try {
        JsonNode json = Json.mapper().readTree(quarantined.get());
        json.properties().forEach(one -> own.put(one.getKey(), one.getValue().asText()));
      } catch (JsonProcessingException e) {
        return Map.of();
      }
      return own;
    }
    own.putAll(attributes);
    own.remove(DELIVERY_ID);
    own.remove(BODY_ENCODING);
    return own;
  }
}
