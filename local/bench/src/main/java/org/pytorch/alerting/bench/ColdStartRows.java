package org.pytorch.alerting.bench;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.pytorch.alerting.infra.ColdStart;

/** How a function starts: without a snapshot, and from one. */
final class ColdStartRows {
  /** The quick compiler alone: nothing of a start is run often enough for the other to pay. */
  private static final String C1 = "-XX:TieredStopAtLevel=1";

  private static final String DEFAULTS = "";
  private static final int RUNS = 3;

  private ColdStartRows() {}

  static List<Row> measure() {
    return List.of(
        row("decide"),
        row("github"),
        Row.of(
            "decide from a primed snapshot until its first GetItem",
            least(() -> ColdStart.fromRestoreTo("DynamoDB_20120810.GetItem", "decide")),
            "ms, wall time, the least of " + RUNS,
            60));
  }

  private static Row row(String function) {
    double defaults = least(() -> ColdStart.cpuToFirstAnswer(function, DEFAULTS));
    double c1 = least(() -> ColdStart.cpuToFirstAnswer(function, C1));
    return Row.of(
        "%s, cold, first answer, with C1".formatted(function),
        c1 / defaults,
        "of the CPU that JVM defaults need (%.0f of %.0f ms)".formatted(c1, defaults),
        0.5);
  }

  /** {@return milliseconds} What disturbs makes it longer, never shorter. */
  private static double least(Supplier<Duration> measurement) {
    return IntStream.range(0, RUNS)
        .mapToObj(_ -> measurement.get())
        .mapToDouble(duration -> duration.toNanos() / 1e6)
        .min()
        .orElseThrow();
  }
}
