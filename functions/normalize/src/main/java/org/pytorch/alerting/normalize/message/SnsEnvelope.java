package org.pytorch.alerting.normalize.message;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.pytorch.alerting.normalize.text.Fields;

/** SNS's envelope around a message without raw delivery, and its messages about subscriptions. */
public final class SnsEnvelope {
  private SnsEnvelope() {}

  /** {@return whether {@code node} is a notification with a message} */
  static boolean isNotification(JsonNode node) {
    return type(node).equals("Notification") && node.has("Message");
  }

  /**
   * {@return whether {@code node} is about a subscription to a topic, which concerns only its owner
   * and is not an alert}
   */
  public static boolean isAboutSubscription(JsonNode node) {
    return type(node).equals("SubscriptionConfirmation")
        || type(node).equals("UnsubscribeConfirmation");
  }

  /** {@return SNS's kind of message, or "" if it is not from SNS} */
  public static String type(JsonNode node) {
    return node.has("TopicArn") || node.has("MessageId") ? node.path("Type").asText() : "";
  }

  /** {@return the message's attributes: name to value, without the value's type} */
  static Map<String, String> attributes(JsonNode node) {
    Map<String, String> attributes = new LinkedHashMap<>();
    node.path("MessageAttributes")
        .properties()
        .forEach(
            attribute ->
                Fields.of(attribute.getValue())
                    .get("value")
                    .ifPresent(value -> attributes.put(attribute.getKey(), value)));
    return attributes;
  }
}
