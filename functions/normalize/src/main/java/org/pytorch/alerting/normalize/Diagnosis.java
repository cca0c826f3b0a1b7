package org.pytorch.alerting.normalize;

import java.util.ArrayList;
import java.util.List;
import org.pytorch.alerting.normalize.source.EventDraft;
import org.pytorch.alerting.normalize.text.Text;

/** Tells the sender of a message which of its alerts are wrong, and why. */
final class Diagnosis {
  /**
   * In code points. It travels beside the body in a state of 256 KiB and in an attribute of an SQS
   * message.
   */
  static final int MAX_LENGTH = 4_000;

  /** Alerts that are reported individually; a group's alerts mostly have the same problem. */
  private static final int MAX_ALERTS = 10;

  private final int alertsInMessage;
  private final String see;
  private final List<String> lines = new ArrayList<>();
  private int rejected;

  /**
   * @param page the page for the sender's provider
   */
  Diagnosis(int alertsInMessage, String page) {
    this.alertsInMessage = alertsInMessage;
    this.see = "\nsee " + page;
  }

  /** Adds the alert at {@code index}, counted from 0. */
  void add(int index, String title, List<String> problems) {
    rejected++;
    if (rejected <= MAX_ALERTS) {
      lines.add(
          "alert %d of %d (%s): %s"
              .formatted(
                  index + 1,
                  alertsInMessage,
                  EventDraft.quoted(title),
                  String.join("; ", problems)));
    }
  }

  /** {@return a line for each alert that was added, the number of further ones, and the page} */
  String text() {
    List<String> all = new ArrayList<>(lines);
    if (rejected > MAX_ALERTS) {
      all.add("and %d more alerts".formatted(rejected - MAX_ALERTS));
    }
    return Text.cut(String.join("\n", all), MAX_LENGTH - see.codePointCount(0, see.length())) + see;
  }
}
