package org.pytorch.alerting.simulation.exploration.invariant;

/** What must always be true, in the order of the architecture's list. */
public enum Invariant {
  ONE_ISSUE(1, "never two issues for one fingerprint and episode; never two open issues for one"),
  ONE_COMMENT(2, "never the same comment twice"),
  LAST_EVENT_DECIDES(
      3,
      "once every message is handled and the reorder window is over, the last event sent decides whether an issue is open, unless a person closed it after that firing began"),
  NO_CLAIM_LEFT(
      4,
      "no claim is left pending once every message is handled, and no action is attempted too often"),
  FIRING_IS_VISIBLE(
      5,
      "an alert whose last event is FIRING has an open issue, unless a person closed it since or the event is in the dead-letter queue");

  private final int number;
  private final String text;

  Invariant(int number, String text) {
    this.number = number;
    this.text = text;
  }

  @Override
  public String toString() {
    return number + ". " + text;
  }
}
