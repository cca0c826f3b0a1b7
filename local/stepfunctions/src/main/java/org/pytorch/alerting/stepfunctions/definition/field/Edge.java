package org.pytorch.alerting.stepfunctions.definition.field;

import java.util.Optional;
import org.pytorch.alerting.stepfunctions.definition.StateMachineDefinition;

/**
 * One transition or retry of an execution. {@link StateMachineDefinition#edges()} lists all of
 * them, and a listener gets each one taken, so a test can name those never taken.
 */
public sealed interface Edge {
  /**
   * {@return the source state; for {@link Start} the state that it is inside, or the empty string}
   */
  String from();

  /** {@return the state entered next; empty for a retry and for the end} */
  Optional<String> target();

  /**
   * StartAt.
   *
   * @param from the Map whose iteration begins or the Parallel whose branch begins, or the empty
   *     string for an execution
   */
  record Start(String from, String next) implements Edge {
    @Override
    public Optional<String> target() {
      return Optional.of(next);
    }
  }

  /** Next of any state except a Choice. */
  record Next(String from, String next) implements Edge {
    @Override
    public Optional<String> target() {
      return Optional.of(next);
    }
  }

  /**
   * A rule of a Choice state.
   *
   * @param rule its index, from 0
   */
  record Rule(String from, int rule, String next) implements Edge {
    @Override
    public Optional<String> target() {
      return Optional.of(next);
    }
  }

  /** Default of a Choice state. */
  record Default(String from, String next) implements Edge {
    @Override
    public Optional<String> target() {
      return Optional.of(next);
    }
  }

  /**
   * A retrier.
   *
   * @param retrier its index, from 0
   */
  record Retry(String from, int retrier) implements Edge {
    @Override
    public Optional<String> target() {
      return Optional.empty();
    }
  }

  /**
   * A catcher.
   *
   * @param catcher its index, from 0
   */
  record Catch(String from, int catcher, String next) implements Edge {
    @Override
    public Optional<String> target() {
      return Optional.of(next);
    }
  }

  /** The end of an execution, an iteration or a branch: {@code "End": true} or a Succeed state. */
  record End(String from) implements Edge {
    @Override
    public Optional<String> target() {
      return Optional.empty();
    }
  }

  /** A Fail state. */
  record Fail(String from) implements Edge {
    @Override
    public Optional<String> target() {
      return Optional.empty();
    }
  }
}
