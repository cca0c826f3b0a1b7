package org.pytorch.alerting.stack.exploration.world;

/** How a call on GitHub ended for its caller. */
public sealed interface Reply {

  /**
   * @param value what the port's method returns
   */
  record Answered(Object value) implements Reply {}

  /** No usable response came: the connection broke, or GitHub failed. */
  record Failed() implements Reply {}

  /** GitHub's rate limit is reached: the call did nothing. */
  record Limited() implements Reply {}

  /** GitHub refuses what was asked for good. */
  record Rejected() implements Reply {}
}
