package org.pytorch.alerting.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.pytorch.alerting.bench.console.LargeStack;
import org.pytorch.alerting.bench.console.StartUp;

/** The console of a large stack, and what it adds to the start of one. */
final class ConsoleRows {
  private static final int SIZE = 10_000;
  private static final int WARM_UP = 10;
  private static final int RUNS = 9;
  private static final int STARTS = 5;

  /** In milliseconds, for every page. */
  private static final double PAGE_GOAL = 100;

  private ConsoleRows() {}

  static List<Row> pages(Alerts alerts) {
    String slowest = "";
    double most = 0;
    try (LargeStack stack = new LargeStack(Projects.root(), alerts.firing(0), SIZE)) {
      for (Map.Entry<String, String> page : stack.pages().entrySet()) {
        double millis = millis(stack, page.getValue());
        System.err.printf("  %s: %.1f ms%n", page.getKey(), millis);
        if (millis > most) {
          most = millis;
          slowest = page.getKey();
        }
      }
      return List.of(
          Row.of(
              "console, 10,000 alerts and 10,000 executions, slowest page",
              most,
              "ms, median of %d (%s)".formatted(RUNS, slowest),
              PAGE_GOAL),
          Row.of(
              "embedded Step Functions, memory of 10,000 executions",
              stack.megabytes(),
              "MB",
              200));
    }
  }

  private static double millis(LargeStack stack, String path) {
    for (int i = 0; i < WARM_UP; i++) {
      stack.get(path);
    }
    List<Double> runs = new ArrayList<>();
    for (int i = 0; i < RUNS; i++) {
      long begin = System.nanoTime();
      stack.get(path);
      runs.add((System.nanoTime() - begin) / 1e6);
    }
    Collections.sort(runs);
    return runs.get(RUNS / 2);
  }

  /** The minimum of each, because disturbances only make a start longer. */
  static List<Row> start() {
    double with = Double.MAX_VALUE;
    double without = Double.MAX_VALUE;
    for (int i = 0; i < STARTS; i++) {
      with = Math.min(with, StartUp.seconds(Projects.root(), true));
      without = Math.min(without, StartUp.seconds(Projects.root(), false));
    }
    return List.of(
        Row.of(
            "start of the local stack, more with its console",
            Math.max(0, with - without),
            "s, minima of %d (%.1f and %.1f s)".formatted(STARTS, with, without),
            1));
  }
}
