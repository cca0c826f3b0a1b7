package org.pytorch.alerting.normalize.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.pytorch.alerting.model.json.BodyEncoding;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.normalize.InvalidAlertException;
import org.pytorch.alerting.normalize.text.Fields;

/**
 * A message without its wrappings.
 *
 * @param payload the provider's payload, with cleaned texts
 * @param attributes the message's attributes, and those in an SNS envelope
 */
public record UnwrappedMessage(ObjectNode payload, Map<String, String> attributes) {
  /** SNS in SNS, a CloudEvent, JSON in a JSON string; more wrappings are a mistake. */
  private static final int MAX_WRAPPINGS = 5;

  public UnwrappedMessage {
    attributes = MessageAttributes.usable(attributes);
  }

  /**
   * {@return the content of {@code message}}
   *
   * @throws InvalidAlertException if that is not a JSON object
   */
  public static UnwrappedMessage of(QueuedMessage message) {
    Map<String, String> attributes = new TreeMap<>(message.attributes());
    String what = "the body";
    JsonNode node = BodyReader.parse(decoded(message), what);
    for (int wrapping = 0; wrapping < MAX_WRAPPINGS; wrapping++) {
      if (node.isTextual()) {
        what = "the text in " + what;
        node = BodyReader.parse(node.textValue(), what);
      } else if (SnsEnvelope.isNotification(node)) {
        SnsEnvelope.attributes(node).forEach(attributes::putIfAbsent);
        what = "the Message of the SNS notification";
        node = node.get("Message");
      } else if (CloudEvent.isEvent(node)) {
        what = "the data of the CloudEvent";
        node = CloudEvent.data(node);
      } else {
        break;
      }
    }
    if (!(node instanceof ObjectNode payload)) {
      throw new InvalidAlertException(
          "%s is JSON, but of type %s and not an object: send one object for each message"
              .formatted(what, node.getNodeType().name().toLowerCase(Locale.ROOT)));
    }
    return new UnwrappedMessage(BodyReader.clean(payload), attributes);
  }

  /** {@return the attribute called {@code name}, if it is not blank} */
  public Optional<String> attribute(String name) {
    return Fields.of(Json.mapper().valueToTree(attributes)).get(name);
  }

  private static String decoded(QueuedMessage message) {
    if (message.body().length() > BodyEncoding.MAX_BODY_BYTES) {
      throw new InvalidAlertException(
          "the body is longer than %d bytes: send fewer alerts at a time"
              .formatted(BodyEncoding.MAX_BODY_BYTES));
    }
    try {
      return message.bodyEncoding().decode(message.body());
    } catch (IllegalArgumentException e) {
      throw new InvalidAlertException(
          "the body is not %s of at most %d bytes, as its body_encoding says: send it as it was"
                  .formatted(message.bodyEncoding().jsonName(), BodyEncoding.MAX_BODY_BYTES)
              + " received");
    }
  }
}
