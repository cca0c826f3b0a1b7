package org.pytorch.alerting.model.text;

import java.util.Locale;
import java.util.Map;

/** Writes the text of a field that an event does not have as a line below its description. */
public final class NoteLine {
  /** Names that are shown differently. */
  private static final Map<String, String> WORDS =
      Map.of("runbook_url", "Runbook", "dashboard_url", "Dashboard");

  private NoteLine() {}

  /**
   * {@return the line of the field {@code name}, such as {@code Impact: No tickets.}}
   *
   * @param name not empty, in lower case
   */
  public static String of(String name, String value) {
    String words = WORDS.getOrDefault(name, name).replace('_', ' ').replace('-', ' ');
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1) + ": " + value;
  }
}
