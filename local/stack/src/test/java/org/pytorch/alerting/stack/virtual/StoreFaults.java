package org.pytorch.alerting.stack.virtual;

/** What goes wrong with the next call to the table. */
@FunctionalInterface
public interface StoreFaults {
  /** Nothing ever goes wrong. */
  StoreFaults FAIR = _ -> Mishap.NONE;

  /** {@return the mishap of the call that is made now} */
  Mishap next(boolean write);

  /** All that can happen to one call. */
  enum Mishap {
    NONE,
    /** Refused for its rate, after the client's own repeats. */
    THROTTLED,
    /** Refused with an error of the service's. */
    FAILED,
    /** Done, and the answer is lost. */
    ANSWER_LOST,
    /** Done, the answer is lost, and the client repeats the call by itself. */
    REPEATED
  }
}
