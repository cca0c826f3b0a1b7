package org.pytorch.alerting.stepfunctions.definition.field;

import java.util.Optional;
import org.pytorch.alerting.stepfunctions.definition.StateMachineDefinition;

/**
 * One way an execution can go on. {@link StateMachineDefinition#edges()} lists all of them and a
 * listener is told each one taken, so a test can say which were never taken.
 */
public sealed interface Edge {
  /** {@return the state that is left; for {@link Start} the Map state, or the empty string} */
  String from();

  /** {@return the state that is entered, if another one is} */
  Optional<String> target();

  /**
   * StartAt.
   *
   * @param from the Map state whose iteration begins, or the empty string for an execution
   */
  record Start(String from, String next) implements Edge {
    @Override
    public Optional<String> target() {
      return Optional.of(next);
    }
  }

  /** Next of a state that is no Choice. */
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

  /** The end of an execution or an iteration: {@code "End": true} or a Succeed state. */
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
