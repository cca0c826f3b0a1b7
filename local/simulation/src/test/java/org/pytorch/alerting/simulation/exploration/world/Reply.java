package org.pytorch.alerting.simulation.exploration.world;

/** The result of a call to GitHub for its caller. */
public sealed interface Reply {

  /**
   * @param value what the port's method returns
   */
  record Answered(Object value) implements Reply {}

  /** No usable response arrived: the connection broke, or GitHub failed. */
  record Failed() implements Reply {}

  /** GitHub's rate limit is reached; the call had no effect. */
  record Limited() implements Reply {}

  /** GitHub refuses the call permanently. */
  record Rejected() implements Reply {}
}
