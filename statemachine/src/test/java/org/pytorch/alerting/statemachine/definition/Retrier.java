package org.pytorch.alerting.statemachine.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** A retrier as AWS applies it: its delays without the jitter, which only shortens them. */
public record Retrier(List<String> errors, List<Duration> delays) {
  public Retrier {
    errors = List.copyOf(errors);
    delays = List.copyOf(delays);
  }

  public static Retrier of(JsonNode node) {
    return new Retrier(
        Definition.State.errors(node),
        IntStream.range(0, node.get("MaxAttempts").asInt())
            .mapToObj(
                retry ->
                    Math.min(
                        node.get("IntervalSeconds").asDouble()
                            * Math.pow(node.get("BackoffRate").asDouble(), retry),
                        node.get("MaxDelaySeconds").asDouble()))
            .map(seconds -> Duration.ofMillis(Math.round(seconds * 1000)))
            .toList());
  }

  public Duration longestDelay() {
    return delays.stream().max(Duration::compareTo).orElse(Duration.ZERO);
  }

  public Duration allDelays() {
    return delays.stream().reduce(Duration.ZERO, Duration::plus);
  }

  /** {@return the errors without their packages} */
  public List<String> shortNames() {
    return errors.stream()
        .map(name -> name.startsWith("org.") ? name.substring(name.lastIndexOf('.') + 1) : name)
        .toList();
  }
}
