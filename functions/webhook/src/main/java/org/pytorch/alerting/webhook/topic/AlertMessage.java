package org.pytorch.alerting.webhook.topic;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.pytorch.alerting.model.DeliveryId;
import org.pytorch.alerting.model.json.BodyEncoding;
import org.pytorch.alerting.model.json.EncodedBody;

/**
 * A message for the topic.
 *
 * @param attributes String attributes, none of them empty; at most 10, because with raw delivery
 *     SNS drops a message that has more
 */
public record AlertMessage(String body, Map<String, String> attributes) {
  public AlertMessage {
    attributes = Map.copyOf(attributes);
  }

  /** {@return the message for {@code body}, with the attributes that the receiver needs} */
  static AlertMessage of(EncodedBody body, String source) {
    Map<String, String> attributes = new HashMap<>(Map.of("source", source));
    if (body.encoding() != BodyEncoding.IDENTITY) {
      // Read by the starter; without this attribute a body is plain text.
      attributes.put("body_encoding", body.encoding().jsonName());
    }
    return new AlertMessage(body.text(), attributes);
  }

  /** {@return this message with {@code id} for its deliveries} */
  AlertMessage with(DeliveryId id) {
    Map<String, String> more = new HashMap<>(attributes);
    more.put(DeliveryId.ATTRIBUTE, id.value());
    return new AlertMessage(body, more);
  }

  /** {@return the size that SNS counts, in bytes: the body, and attribute names, types, values} */
  public int bytes() {
    return attributes.entrySet().stream()
            .mapToInt(
                one -> utf8Length(one.getKey()) + "String".length() + utf8Length(one.getValue()))
            .sum()
        + utf8Length(body);
  }

  private static int utf8Length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
