package org.pytorch.alerting.github.issue;

/** Who closed an issue. */
public record Closer(String login, Kind kind) {
  /** Only a person's closing is a decision about the alert. */
  public enum Kind {
    /** A person, or an account that was deleted since. */
    PERSON,
    /** Our own App. */
    OUR_APP,
    /** Another App. */
    OTHER_BOT
  }
}
