package org.pytorch.alerting.stack.aws.lambda;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * A deployed function.
 *
 * @param timeout from 1 s to 900 s; a longer invocation is cut off
 * @param reservedConcurrency the limit of concurrent invocations; empty for no limit
 * @param newInstance creates an instance, as a cold start does
 */
public record LambdaFunction(
    String name,
    Duration timeout,
    OptionalInt reservedConcurrency,
    Supplier<? extends RequestStreamHandler> newInstance) {
  private static final Duration MAX_TIMEOUT = Duration.ofSeconds(900);

  public LambdaFunction {
    if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(MAX_TIMEOUT) > 0) {
      throw new IllegalArgumentException("timeout is not from 1 s to 900 s: " + timeout);
    }
  }

  /** {@return a function without a concurrency limit} */
  public static LambdaFunction of(
      String name, Duration timeout, Supplier<? extends RequestStreamHandler> newInstance) {
    return new LambdaFunction(name, timeout, OptionalInt.empty(), newInstance);
  }

  /**
   * {@return the function's name in an ARN, a partial ARN or a name, with or without a qualifier}
   */
  static Optional<String> nameIn(String nameOrArn) {
    String[] parts = nameOrArn.split(":", -1);
    if (parts.length == 1 || parts.length == 2) {
      return Optional.of(parts[0]);
    }
    for (int i = 0; i + 1 < parts.length; i++) {
      if (parts[i].equals("function")) {
        return Optional.of(parts[i + 1]);
      }
    }
    return Optional.empty();
  }
}
