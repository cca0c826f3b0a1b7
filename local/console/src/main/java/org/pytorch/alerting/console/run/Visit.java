package org.pytorch.alerting.console.run;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One passage through a state.
 *
 * @param from the state before it in the same flow; empty for the first
 * @param exitedAt absent while it runs, and for good if it ended the flow by failing
 * @param attempts the calls of a Task, or the rounds of a Map or Parallel, with their retries
 * @param items of a Map, by index; the branches of a Parallel are one
 */
public record Visit(
    String name,
    String type,
    Optional<String> from,
    Instant enteredAt,
    Optional<Instant> exitedAt,
    Optional<String> input,
    Optional<String> output,
    Status status,
    List<Attempt> attempts,
    List<Item> items) {
  public Visit {
    attempts = List.copyOf(attempts);
    items = List.copyOf(items);
  }

  /**
   * One call of what a Task calls.
   *
   * @param error absent unless it failed
   */
  public record Attempt(
      Instant startedAt,
      Optional<Instant> endedAt,
      Optional<String> error,
      Optional<String> cause,
      Optional<String> parameters,
      Optional<String> resource) {
    Attempt failed(String newError) {
      return new Attempt(startedAt, endedAt, Optional.of(newError), cause, parameters, resource);
    }
  }

  /** One item of a Map. */
  public record Item(
      int index, Status status, Instant startedAt, Optional<Instant> endedAt, List<Visit> visits) {
    public Item {
      visits = List.copyOf(visits);
    }
  }

  /** {@return how often it was tried again} */
  public int retries() {
    return Math.max(0, attempts.size() - 1);
  }

  /** {@return the last attempt that failed} */
  public Optional<Attempt> lastError() {
    return attempts.reversed().stream().filter(attempt -> attempt.error().isPresent()).findFirst();
  }
}
