package org.pytorch.alerting.webhook.payload;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.model.json.EncodedBody;

/**
 * Splits a group into notifications of the same provider, each with the same group fields and some
 * of the alerts: in order, each alert exactly once.
 */
public final class GroupParts {
  static final int MAX_ALERTS = 10;

  /**
   * In all parts: a thousand messages can be published while the sender waits. More issues than
   * that are unreadable, and GitHub would not accept them.
   */
  static final int MAX_ALERTS_IN_ALL = 10_000;

  /** In bytes of UTF-8. SNS takes 256 KiB; a state machine's input takes less. */
  static final int MAX_BYTES = 200 * 1024;

  /**
   * In bytes, as {@link Shortening#jsonBytes} counts: the most that a group's own fields may take
   * of a part. They are in every part, and a rendered message lists every alert once more.
   */
  static final int MAX_FRAME_BYTES = 32 * 1024;

  /** In the same bytes: a whole part. A larger one would not fit an execution's input as it is. */
  private static final int MAX_PART_BYTES = EncodedBody.MAX_JSON_BYTES - 2;

  private GroupParts() {}

  /** {@return whether {@code payload} is small enough to be published whole} */
  public static boolean fits(Payload payload, Group group) {
    return group.alerts().size() <= MAX_ALERTS
        && payload.text().getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES
        && EncodedBody.fitting(payload.text(), EncodedBody.MAX_JSON_BYTES).isPresent();
  }

  /**
   * {@return the parts of {@code group}, each of at most {@link #MAX_ALERTS} alerts and {@link
   * #MAX_BYTES}; texts of a single alert, or of the group itself, that are too long are cut. Empty
   * if the group has more than {@link #MAX_ALERTS_IN_ALL}, or so many fields of its own that they
   * cannot be repeated in each part}
   */
  public static Optional<List<String>> of(Group group) {
    return Optional.of(group)
        .filter(whole -> whole.alerts().size() <= MAX_ALERTS_IN_ALL)
        .flatMap(GroupParts::frame)
        .map(frame -> parts(frame, group.alerts()));
  }

  private static List<String> parts(Group frame, List<String> wholeAlerts) {
    int room = MAX_PART_BYTES - Shortening.jsonBytes(frame.with(List.of()));
    List<String> parts = new ArrayList<>();
    List<String> alerts = new ArrayList<>();
    int bytes = 0;
    for (String whole : wholeAlerts) {
      String alert = whole;
      int alertBytes = Shortening.jsonBytes(alert) + 1; // with a comma
      if (alertBytes > room) {
        alert = Shortening.toFit(whole, room - 1).orElseThrow();
        alertBytes = Shortening.jsonBytes(alert) + 1;
      }
      if (alerts.size() == MAX_ALERTS || bytes + alertBytes > room) {
        parts.add(frame.with(alerts));
        alerts.clear();
        bytes = 0;
      }
      alerts.add(alert);
      bytes += alertBytes;
    }
    parts.add(frame.with(alerts));
    return parts;
  }

  /**
   * {@return the group without its alerts, small enough to be repeated; empty if it has so many
   * fields that shortening would drop its list of alerts}
   */
  private static Optional<Group> frame(Group group) {
    return Shortening.toFit(group.with(List.of()), MAX_FRAME_BYTES).flatMap(GroupParts::group);
  }

  private static Optional<Group> group(String json) {
    try {
      return Payload.of(json).group();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("JSON that was valid before", e);
    }
  }
}
