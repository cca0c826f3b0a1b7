package org.pytorch.alerting.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.pytorch.alerting.infra.ColdStart;

/** The start of a function without a snapshot, and from one. */
final class ColdStartRows {
  /** Only the C1 compiler: code that runs once at the start does not pay for C2. */
  private static final String C1 = "-XX:TieredStopAtLevel=1";

  private static final int RUNS = 3;

  /** On a busy machine, a function's calls may time out. */
  private static final int MAX_ATTEMPTS = 6;

  private ColdStartRows() {}

  static List<Row> measure() {
    return List.of(
        row("decide"),
        row("github"),
        new Row(
            "decide from a primed snapshot until its first GetItem",
            minimum(() -> ColdStart.fromRestoreTo("DynamoDB_20120810.GetItem", "decide")),
            "ms, wall time, minimum of " + RUNS,
            60));
  }

  private static Row row(String function) {
    OptionalDouble defaults = minimum(() -> ColdStart.cpuToFirstResponse(function, List.of()));
    Path cache = ColdStart.aotCache(function, List.of(C1));
    List<String> options = List.of(C1, "-XX:AOTCache=" + cache);
    OptionalDouble tuned = minimum(() -> ColdStart.cpuToFirstResponse(function, options));
    String name = "%s, cold, first response, with C1 and an AOT cache".formatted(function);
    String unit = "of the CPU that JVM defaults need";
    return defaults.isPresent() && tuned.isPresent()
        ? Row.of(
            name,
            tuned.getAsDouble() / defaults.getAsDouble(),
            "%s (%.0f of %.0f ms)".formatted(unit, tuned.getAsDouble(), defaults.getAsDouble()),
            0.5)
        : new Row(name, OptionalDouble.empty(), unit, 0.5);
  }

  /**
   * {@return the minimum of some runs in milliseconds, because disturbances only make a run longer;
   * empty if too many runs fail}
   */
  private static OptionalDouble minimum(Supplier<Duration> measurement) {
    List<Duration> runs = new ArrayList<>();
    for (int attempt = 0; attempt < MAX_ATTEMPTS && runs.size() < RUNS; attempt++) {
      try {
        runs.add(measurement.get());
      } catch (IllegalStateException e) {
        System.err.println("  A start failed: " + e.getMessage());
      }
    }
    return runs.size() < RUNS
        ? OptionalDouble.empty()
        : runs.stream().mapToDouble(duration -> duration.toNanos() / 1e6).min();
  }
}
