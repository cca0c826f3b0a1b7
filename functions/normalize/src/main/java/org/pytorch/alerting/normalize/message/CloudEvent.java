package org.pytorch.alerting.normalize.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.pytorch.alerting.normalize.InvalidAlertException;

/** The envelope of a CloudEvent in structured mode: one JSON object around the sender's data. */
final class CloudEvent {
  private CloudEvent() {}

  /** {@return whether {@code node} is a CloudEvent with data} */
  static boolean isEvent(JsonNode node) {
    return node.path("specversion").isTextual()
        && (node.hasNonNull("data") || node.path("data_base64").isTextual());
  }

  /**
   * {@return the event's data, or the text that holds it}
   *
   * @throws InvalidAlertException if {@code data_base64} is not base64
   */
  static JsonNode data(JsonNode event) {
    if (event.hasNonNull("data")) {
      return event.get("data");
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(event.get("data_base64").textValue());
      return TextNode.valueOf(new String(bytes, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw new InvalidAlertException(
          "the data_base64 of the CloudEvent is not base64: send \"data\" as a JSON object");
    }
  }
}
