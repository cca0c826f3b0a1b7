package org.pytorch.alerting.stepfunctions.definition.recovery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.pytorch.alerting.stepfunctions.definition.field.DefinitionFields;

/**
 * One element of Retry.
 *
 * @param interval before the first retry
 * @param maxAttempts the largest number of retries; 0 for none
 * @param backoffRate the factor from one delay to the next; at least 1
 * @param maxDelay the longest delay
 * @param jitter whether each delay is random, from zero to its full length
 */
public record Retrier(
    ErrorNames errorEquals,
    Duration interval,
    int maxAttempts,
    double backoffRate,
    Optional<Duration> maxDelay,
    boolean jitter) {
  private static final int MAX_INTERVAL_SECONDS = 99_999_999;
  private static final int MAX_ATTEMPTS = 99_999_999;
  private static final int MAX_DELAY_SECONDS = 31_622_400;
  private static final int DEFAULT_ATTEMPTS = 3;
  private static final double DEFAULT_BACKOFF_RATE = 2.0;

  /**
   * {@return the delay before a retry, without jitter}
   *
   * @param retriesDone the retries of this retrier so far in this visit of the state
   */
  public Duration delay(int retriesDone) {
    double seconds = interval.toSeconds() * Math.pow(backoffRate, retriesDone);
    double cap = maxDelay.map(Duration::toSeconds).orElse((long) MAX_INTERVAL_SECONDS);
    return Duration.ofMillis(Math.round(Math.min(seconds, cap) * 1000));
  }

  static List<Retrier> parseAll(DefinitionFields state) {
    List<DefinitionFields> all = state.objects("Retry");
    List<Retrier> retriers = new ArrayList<>();
    for (DefinitionFields fields : all) {
      retriers.add(parse(fields, retriers.size() == all.size() - 1));
    }
    return retriers;
  }

  private static Retrier parse(DefinitionFields fields, boolean last) {
    OptionalInt maxDelay = fields.integer("MaxDelaySeconds", 1, MAX_DELAY_SECONDS);
    String jitter = fields.text("JitterStrategy").orElse("NONE");
    if (!jitter.equals("FULL") && !jitter.equals("NONE")) {
      throw fields.problem("JitterStrategy", "must be FULL or NONE");
    }
    Retrier retrier =
        new Retrier(
            ErrorNames.parse(fields, last),
            Duration.ofSeconds(
                fields.integer("IntervalSeconds", 1, MAX_INTERVAL_SECONDS).orElse(1)),
            fields.integer("MaxAttempts", 0, MAX_ATTEMPTS).orElse(DEFAULT_ATTEMPTS),
            fields.number("BackoffRate", 1).orElse(DEFAULT_BACKOFF_RATE),
            maxDelay.isPresent()
                ? Optional.of(Duration.ofSeconds(maxDelay.getAsInt()))
                : Optional.empty(),
            jitter.equals("FULL"));
    fields.refuseOthers("a retrier");
    return retrier;
  }
}
