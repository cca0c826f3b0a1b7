package org.pytorch.alerting.simulation.virtual;

import java.time.Duration;
import org.pytorch.alerting.stack.FunctionName;

/** Decides which fault the next invocation of a function has. */
@FunctionalInterface
public interface LambdaFaults {
  LambdaFaults NONE = _ -> Kind.NONE;

  /** {@return the fault of the invocation that is starting} */
  Kind next(FunctionName name);

  /** The faults of one invocation. */
  enum Kind {
    NONE,
    /** Not started: too many invocations are running. */
    THROTTLED,
    /** Not started: Lambda itself fails. */
    FAILED,
    /** The connection breaks at once, but the function still runs. */
    DISCONNECTED,
    /** It starts late, and may still be running when the state machine has given it up. */
    LATE,
    /** Its process dies while it runs. */
    DIES;

    static final Duration LATENESS = Duration.ofSeconds(18);
    static final Duration LIFE_BEFORE_DEATH = Duration.ofMillis(400);
  }
}
