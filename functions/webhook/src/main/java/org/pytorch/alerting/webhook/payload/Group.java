package org.pytorch.alerting.webhook.payload;

import java.util.List;

/**
 * A notification that lists alerts, split as text: {@code before + alerts joined by commas + after}
 * is the same JSON, byte for byte except for white space between alerts.
 *
 * @param before everything before the alerts, including the opening bracket
 * @param alerts the JSON of each
 * @param after everything from the closing bracket on
 * @param isDated whether each alert has its start time
 * @param truncatedAlerts how many alerts the sender left out
 * @param about identifies the group
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

  /** Texts of a notification, empty if missing. */
  public record About(String receiver, String groupKey, String externalUrl) {}

  /** {@return this notification with other alerts instead} */
  String with(List<String> others) {
    return before + String.join(",", others) + after;
  }
}
