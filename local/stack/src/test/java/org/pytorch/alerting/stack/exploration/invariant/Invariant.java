package org.pytorch.alerting.stack.exploration.invariant;

/** What must always be true, in the order of the architecture's list. */
public enum Invariant {
  ONE_ISSUE(1, "never two issues for one fingerprint and episode; never two open issues for one"),
  ONE_COMMENT(2, "never the same comment twice"),
  LAST_WORD_DECIDES(
      3,
      "once every message is handled and the reorder window is over, the last word said decides whether an issue is open, unless a person closed it after that firing began"),
  NO_CLAIM_LEFT(
      4,
      "no claim is left pending once every message is handled, and no action is tried too often"),
  FIRING_IS_SEEN(
      5,
      "an alert whose last word is FIRING and whose issue no person closed since has an open issue, or its event is in the dead-letter queue");

  private final int number;
  private final String words;

  Invariant(int number, String words) {
    this.number = number;
    this.words = words;
  }

  @Override
  public String toString() {
    return number + ". " + words;
  }
}
