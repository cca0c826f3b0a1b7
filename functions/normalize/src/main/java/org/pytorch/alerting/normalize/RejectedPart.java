package org.pytorch.alerting.normalize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import org.pytorch.alerting.model.BodyEncoding;
import org.pytorch.alerting.model.NormalizedMessage.RejectedAlerts;

/**
 * Sets the bad alerts of a group aside as a payload of their own, so that nothing of the good ones
 * is repeated when it is replayed.
 */
final class RejectedPart {
  /** In bytes, encoded. It shares a state of 256 KiB with the good alerts. */
  static final int MAX_BODY_BYTES = 64 * 1024;

  /** In code points: how long texts may be at each attempt to make the payload fit. */
  private static final List<Integer> TEXT_LENGTHS = List.of(2_000, 500, 100, 40);

  private RejectedPart() {}

  /**
   * {@return {@code alerts} of {@code payload} with their diagnosis}
   *
   * <p>A payload beyond {@link #MAX_BODY_BYTES} has its texts cut, and then holds only the first of
   * the alerts; the diagnosis says so.
   */
  static RejectedAlerts of(
      AlertSource source,
      ObjectNode payload,
      List<JsonNode> alerts,
      String diagnosis,
      Map<String, String> attributes) {
    String body = encode(source.withAlerts(payload, alerts));
    if (body.length() <= MAX_BODY_BYTES) {
      return new RejectedAlerts(diagnosis, body, BodyEncoding.GZIP_BASE64, attributes);
    }
    for (int length : TEXT_LENGTHS) {
      body = encode(cut(source.withAlerts(payload, alerts), length));
      if (body.length() <= MAX_BODY_BYTES) {
        return cutPart(diagnosis, "its texts were cut to " + length, body, attributes);
      }
    }
    for (int count = alerts.size() / 2; count > 0; count /= 2) {
      body = encode(cut(source.withAlerts(payload, alerts.subList(0, count)), 40));
      if (body.length() <= MAX_BODY_BYTES) {
        return cutPart(diagnosis, "only the first %d were kept".formatted(count), body, attributes);
      }
    }
    return cutPart(diagnosis, "none of it was kept", encode(payload.objectNode()), attributes);
  }

  private static RejectedAlerts cutPart(
      String diagnosis, String what, String body, Map<String, String> attributes) {
    String note = "\nThe payload of these alerts is too large to be kept: " + what + ".";
    return new RejectedAlerts(
        Text.cut(diagnosis, Diagnosis.MAX_LENGTH - note.length()) + note,
        body,
        BodyEncoding.GZIP_BASE64,
        attributes);
  }

  private static String encode(ObjectNode payload) {
    return BodyEncoding.GZIP_BASE64.encode(payload.toString());
  }

  /** {@return a copy of {@code node} with every text cut to {@code maxCodePoints}} */
  private static ObjectNode cut(ObjectNode node, int maxCodePoints) {
    ObjectNode copy = node.objectNode();
    node.properties()
        .forEach(member -> copy.set(member.getKey(), cut(member.getValue(), maxCodePoints)));
    return copy;
  }

  private static JsonNode cut(JsonNode node, int maxCodePoints) {
    return switch (node) {
      case ObjectNode object -> cut(object, maxCodePoints);
      case ArrayNode array -> {
        ArrayNode copy = array.arrayNode(array.size());
        array.forEach(element -> copy.add(cut(element, maxCodePoints)));
        yield copy;
      }
      case TextNode text -> TextNode.valueOf(Text.cut(text.textValue(), maxCodePoints));
      default -> node;
    };
  }
}
