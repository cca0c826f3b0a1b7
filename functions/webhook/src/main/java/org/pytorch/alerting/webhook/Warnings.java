package org.pytorch.alerting.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.pytorch.alerting.normalize.Preview;
import org.pytorch.alerting.runtime.Environment;
import org.pytorch.alerting.runtime.Log;

/**
 * Tells a sender what will be quarantined. It is asked only after the topic has the alert; if it
 * fails, or the body is too long, only the warnings are missing.
 */
final class Warnings {
  /** In characters; a longer body is accepted without a check. */
  static final int MAX_BODY_LENGTH = 128 * 1024;

  /** The alerts of a group mostly lack the same thing. */
  static final int MAX_WARNINGS = 10;

  /** Alertmanager and Grafana wait for seconds; normalize takes milliseconds. */
  private static final Duration TIMEOUT = Duration.ofMillis(300);

  private final Check check;

  /** The problems of a body. */
  @FunctionalInterface
  interface Check {
    List<String> problems(String body, String source, Instant now);
  }

  Warnings(Check check) {
    this.check = check;
  }

  /** {@return warnings that are always empty} */
  static Warnings none() {
    return new Warnings((_, _, _) -> List.of());
  }

  /**
   * {@return warnings that read a body as normalize does; always empty if a variable is malformed}
   */
  static Warnings of(Environment environment, Log log) {
    try {
      return new Warnings(Preview.of(environment)::problems);
    } catch (IllegalStateException e) {
      log.warn("Senders get no warnings").with("problem", String.valueOf(e.getMessage())).write();
      return none();
    }
  }

  /** {@return the warnings about {@code body}, each one line; never an exception} */
  List<String> about(String body, String source, Instant now) {
    if (body.length() > MAX_BODY_LENGTH) {
      return List.of();
    }
    // On a separate thread, so that not even an endless loop keeps the sender waiting.
    return CompletableFuture.supplyAsync(
            () -> check.problems(body, source, now), Thread::startVirtualThread)
        .completeOnTimeout(List.of(), TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
        .handle((problems, _) -> Optional.ofNullable(problems).orElse(List.of()))
        .thenApply(Warnings::shown)
        .join();
  }

  private static List<String> shown(List<String> problems) {
    List<String> shown = new ArrayList<>();
    problems.stream()
        .limit(MAX_WARNINGS)
        .map(problem -> "no issue can be opened for " + problem.replace("\n", "; "))
        .forEach(shown::add);
    if (problems.size() > MAX_WARNINGS) {
      shown.add("and %d more alerts".formatted(problems.size() - MAX_WARNINGS));
    }
    return List.copyOf(shown);
  }
}
