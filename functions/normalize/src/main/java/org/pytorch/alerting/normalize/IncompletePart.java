package org.pytorch.alerting.normalize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.message.NormalizedMessage.RejectedAlerts;
import org.pytorch.alerting.normalize.message.MessageAttributes;
import org.pytorch.alerting.normalize.source.AlertSource;
import org.pytorch.alerting.normalize.text.Text;

/**
 * Prepares the rejection of each FIRING without a team or a priority, in case it needs an issue.
 * Together the rejections stay below a limit, so that the events keep most of the output.
 */
final class IncompletePart {
  /** In bytes of UTF-8: the rejections of all alerts of a message. */
  static final int MAX_TOTAL_BYTES = 64 * 1024;

  /** In bytes of UTF-8: one rejection. It shares a state with up to three copies of the event. */
  static final int MAX_BYTES = 24 * 1024;

  /** In code points: a diagnosis that still names the alert and a field. */
  private static final int SHORTEST_DIAGNOSIS = 200;

  private final RejectedPart part;
  private final int share;

  /**
   * @param count how many alerts share the limit
   */
  IncompletePart(AlertSource source, ObjectNode payload, int count) {
    share = Math.min(MAX_BYTES, MAX_TOTAL_BYTES / Math.max(1, count));
    part = new RejectedPart(source, payload, share / 2);
  }

  /** {@return the rejection of {@code alert} alone} */
  RejectedAlerts of(JsonNode alert, String diagnosis, Map<String, String> attributes) {
    RejectedAlerts rejection =
        part.of(
            List.of(alert),
            diagnosis,
            fits(attributes) ? attributes : MessageAttributes.known(attributes));
    return new RejectedAlerts(
        Text.cut(rejection.diagnosis(), Math.max(SHORTEST_DIAGNOSIS, share / 8)),
        rejection.body(),
        rejection.bodyEncoding(),
        rejection.messageAttributes());
  }

  private boolean fits(Map<String, String> attributes) {
    return Json.write(attributes).getBytes(StandardCharsets.UTF_8).length <= share / 4;
  }
}
