package org.pytorch.alerting.stack.exploration;

/** What must always be true, in the order of the architecture's list. */
enum Statement {
  ONE_ISSUE(1, "never two issues for one fingerprint and episode; never two open issues for one"),
  ONE_COMMENT(2, "never the same comment twice"),
  NEWEST_DECIDES(
      3,
      "once every message is handled, the newest event decides whether an issue is open, unless a person closed it"),
  NO_CLAIM_LEFT(4, "no claim is left pending once every message is handled");

  private final int number;
  private final String words;

  Statement(int number, String words) {
    this.number = number;
    this.words = words;
  }

  @Override
  public String toString() {
    return number + ". " + words;
  }
}
