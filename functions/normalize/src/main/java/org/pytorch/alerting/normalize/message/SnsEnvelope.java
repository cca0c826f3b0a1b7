package org.pytorch.alerting.normalize.message;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.pytorch.alerting.normalize.text.Fields;

/** What SNS wraps a message in when raw delivery is off, and its messages about subscriptions. */
public final class SnsEnvelope {
  private SnsEnvelope() {}

  /** {@return whether {@code node} is a notification that holds somebody's message} */
  static boolean isNotification(JsonNode node) {
    return type(node).equals("Notification") && node.has("Message");
  }

  /**
   * {@return whether {@code node} is about a subscription to a topic, which concerns who set it up
   * and is no alert}
   */
  public static boolean isAboutSubscription(JsonNode node) {
    return type(node).equals("SubscriptionConfirmation")
        || type(node).equals("UnsubscribeConfirmation");
  }

  /** {@return the kind of message that SNS says it is, or "" if it is none of SNS's} */
  public static String type(JsonNode node) {
    return node.has("TopicArn") || node.has("MessageId") ? node.path("Type").asText() : "";
  }

  /** {@return the message's attributes: name to value, without the type of the value} */
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
