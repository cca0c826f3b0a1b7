package org.pytorch.alerting.normalize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pytorch.alerting.model.json.BodyEncoding;
import org.pytorch.alerting.model.message.NormalizedMessage.RejectedAlerts;
import org.pytorch.alerting.normalize.source.AlertSource;
import org.pytorch.alerting.normalize.text.Text;

/**
 * Quarantines the bad alerts of a group as a separate payload, so that replaying it does not repeat
 * the good ones.
 */
final class RejectedPart {
  /** In bytes, encoded. It shares a state of 256 KiB with the good alerts. */
  static final int MAX_BODY_BYTES = 64 * 1024;

  /** In code points: the text length at each attempt to make the payload fit. */
  private static final List<Integer> TEXT_LENGTHS = List.of(2_000, 500, 100, 40);

  private final AlertSource source;
  private final ObjectNode payload;
  private final int maxBodyBytes;

  /** The payload without alerts, by the length of its texts; reused for large groups. */
  private final Map<Integer, Optional<ObjectNode>> frames = new HashMap<>();

  /**
   * @param payload the group
   * @param maxBodyBytes the largest encoded body
   */
  RejectedPart(AlertSource source, ObjectNode payload, int maxBodyBytes) {
    this.source = source;
    this.payload = payload;
    this.maxBodyBytes = maxBodyBytes;
  }

  /**
   * {@return {@code alerts} of the payload with their diagnosis}
   *
   * <p>If the payload exceeds the limit, its texts are cut, and as a last resort it has only the
   * first alerts; the diagnosis says so.
   */
  RejectedAlerts of(List<JsonNode> alerts, String diagnosis, Map<String, String> attributes) {
    Optional<String> whole = encode(alerts, Integer.MAX_VALUE);
    if (whole.isPresent()) {
      return new RejectedAlerts(diagnosis, whole.get(), BodyEncoding.GZIP_BASE64, attributes);
    }
    for (int length : TEXT_LENGTHS) {
      Optional<String> body = encode(alerts, length);
      if (body.isPresent()) {
        return cutPart(diagnosis, "its texts were cut to " + length, body.get(), attributes);
      }
    }
    for (int count = alerts.size() / 2; count > 0; count /= 2) {
      Optional<String> body = encode(alerts.subList(0, count), TEXT_LENGTHS.getLast());
      if (body.isPresent()) {
        return cutPart(
            diagnosis, "only the first %d were kept".formatted(count), body.get(), attributes);
      }
    }
    return cutPart(diagnosis, "nothing was kept", encode(payload.objectNode()), attributes);
  }

  /** {@return the encoded payload with {@code alerts}, if it fits with texts of that length} */
  private Optional<String> encode(List<JsonNode> alerts, int maxCodePoints) {
    return frames
        .computeIfAbsent(maxCodePoints, this::frame)
        .map(frame -> encode(source.withAlerts(frame, cut(alerts, maxCodePoints))))
        .filter(body -> body.length() <= maxBodyBytes);
  }

  /** {@return the payload without alerts, unless even that is too large} */
  private Optional<ObjectNode> frame(int maxCodePoints) {
    ObjectNode frame = cut(source.withAlerts(payload, List.of()), maxCodePoints);
    return encode(frame).length() <= maxBodyBytes ? Optional.of(frame) : Optional.empty();
  }

  private static List<JsonNode> cut(List<JsonNode> alerts, int maxCodePoints) {
    return alerts.stream().map(alert -> cut(alert, maxCodePoints)).toList();
  }

  private static RejectedAlerts cutPart(
      String diagnosis, String what, String body, Map<String, String> attributes) {
    String note = "\nThe payload of these alerts is too large: " + what + ".";
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
      case TextNode text when text.textValue().length() > maxCodePoints ->
          TextNode.valueOf(Text.cut(text.textValue(), maxCodePoints));
      default -> node;
    };
  }
}
