package org.pytorch.alerting.simulation;

import java.time.Duration;
import java.util.List;

/**
 * Runs worlds for some time, or replays one: {@code soak SECONDS [FIRST_SEED]} or {@code replay
 * SEED}.
 */
final class Soak {
  private Soak() {}

  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments)) ? 0 : 1);
  }

  private static boolean run(List<String> arguments) {
    long number = Long.parseLong(arguments.get(1));
    if (arguments.getFirst().equals("replay")) {
      Simulation.Replay replay = Simulation.replay(number);
      System.out.println(replay.history());
      return replay.report().violations().isEmpty();
    }
    long first = arguments.size() > 2 ? Long.parseLong(arguments.get(2)) : System.nanoTime();
    long end = System.nanoTime() + Duration.ofSeconds(number).toNanos();
    Tally tally = new Tally();
    for (long seed = first; System.nanoTime() < end; seed++) {
      Simulation.Report report = Simulation.run(seed);
      tally.add(report);
      for (String violation : report.violations()) {
        System.out.printf("seed %d: %s; replay: make soak SEED=%d%n", seed, violation, seed);
      }
    }
    System.out.println(tally);
    return tally.violations() == 0;
  }
}
