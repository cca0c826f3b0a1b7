package org.pytorch.alerting.bench;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The inner loops, each in its own JVM, relative to the reference in the same run. */
final class InnerLoopRows {
  private InnerLoopRows() {}

  static List<Row> measure() {
    Map<String, Double> micros = micros();
    double reference = micros.getOrDefault("parseAndHash", Double.NaN);
    return List.of(
        row("normalize, bytes in to bytes out", micros, "normalizeMessage", reference, 15),
        row("decide's rule of a CREATE", micros, "decideCreate", reference, 0.05));
  }

  private static Row row(
      String name, Map<String, Double> micros, String loop, double reference, double goal) {
    double value = micros.getOrDefault(loop, Double.NaN);
    return Row.of(
        name,
        value / reference,
        "of parsing and hashing its payload (%.1f of %.1f µs)".formatted(value, reference),
        goal);
  }

  /** The minimum, because disturbances only make a call longer. */
  private static double minimumPerCall(RunResult result) {
    return result.getPrimaryResult().getStatistics().getMin()
        / result.getParams().getMeasurement().getBatchSize();
  }

  private static Map<String, Double> micros() {
    Runner runner =
        new Runner(
            new OptionsBuilder()
                .include(InnerLoops.class.getName() + "\\..*")
                .forks(1)
                .jvmArgs("-XX:+UseSerialGC", "--sun-misc-unsafe-memory-access=allow")
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build());
    try {
      Collection<RunResult> results = runner.run();
      return results.stream()
          .collect(
              Collectors.toMap(
                  result -> result.getPrimaryResult().getLabel(), InnerLoopRows::minimumPerCall));
    } catch (RunnerException e) {
      throw new IllegalStateException("the inner loops cannot be measured", e);
    }
  }
}
