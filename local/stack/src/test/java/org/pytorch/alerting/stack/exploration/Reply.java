package org.pytorch.alerting.stack.exploration;

/** How a call on GitHub ended for its caller. */
sealed interface Reply {

  /**
   * @param value what the port's method returns
   */
  record Answered(Object value) implements Reply {}

  /** No usable answer came: the connection broke, GitHub failed, or it refused. */
  record Failed() implements Reply {}
}
