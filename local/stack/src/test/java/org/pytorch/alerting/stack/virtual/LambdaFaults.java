package org.pytorch.alerting.stack.virtual;

import java.time.Duration;
import org.pytorch.alerting.stack.FunctionName;

/** What goes wrong with the next invocation of a function. */
@FunctionalInterface
public interface LambdaFaults {
  /** Nothing ever goes wrong. */
  LambdaFaults FAIR = _ -> Mishap.NONE;

  /** {@return the mishap of the invocation that is made now} */
  Mishap next(FunctionName name);

  /** All that can happen to one invocation beside what its handler does. */
  enum Mishap {
    NONE,
    /** Not begun: too many are at work. */
    THROTTLED,
    /** Not begun: Lambda itself fails. */
    FAILED,
    /** The connection breaks at once, and the function goes on by itself. */
    DISCONNECTED,
    /** It begins late, and may still be at work when the state machine has given it up. */
    LATE,
    /** Its process dies somewhere under way. */
    DIES;

    static final Duration LATENESS = Duration.ofSeconds(18);
    static final Duration LIFE_BEFORE_DEATH = Duration.ofMillis(400);
  }
}
