package org.pytorch.alerting.simulation.virtual;

/** Decides which fault the next call to the table has. */
@FunctionalInterface
public interface StoreFaults {
  StoreFaults NONE = _ -> Kind.NONE;

  /** {@return the fault of the call that is starting} */
  Kind next(boolean write);

  /** The faults of one call. */
  enum Kind {
    NONE,
    /** Throttled, after the client's own retries. */
    THROTTLED,
    /** Refused with a server error. */
    FAILED,
    /** Done, but the response is lost. */
    RESPONSE_LOST,
    /** Done, but the response is lost, and the client retries the call itself. */
    RETRIED
  }
}
