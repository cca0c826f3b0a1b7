package org.pytorch.alerting.github.issue;

/** The account that closed an issue. */
public record Closer(String login, Kind kind) {
  /** Only a person who closes an issue makes a decision about the alert. */
  public enum Kind {
    /** A person, or an account that has been deleted. */
    PERSON,
    /** Our own App. */
    OUR_APP,
    /** Another App. */
    OTHER_BOT
  }
}
