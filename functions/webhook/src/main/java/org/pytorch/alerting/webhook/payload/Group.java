package org.pytorch.alerting.webhook.payload;

import java.util.List;

/**
 * A notification that lists alerts, taken apart as text: {@code before + alerts joined by commas +
 * after} is the same JSON again, byte for byte but for white space between alerts.
 *
 * @param before all up to the alerts, the opening bracket included
 * @param alerts the JSON of each
 * @param after all from the closing bracket on
 * @param isDated whether each alert says when it began
 * @param truncatedAlerts how many alerts its sender left out
 * @param about what tells this group from others
 */
public record Group(
    String before,
    List<String> alerts,
    String after,
    boolean isDated,
    int truncatedAlerts,
    About about) {
  public Group {
    alerts = List.copyOf(alerts);
  }

  /** Texts of a notification, each empty if it is missing. */
  public record About(String receiver, String groupKey, String externalUrl) {}

  /** {@return this notification with other alerts instead} */
  String with(List<String> others) {
    return before + String.join(",", others) + after;
  }
}
