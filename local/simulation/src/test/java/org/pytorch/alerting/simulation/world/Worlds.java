package org.pytorch.alerting.simulation.world;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/** Runs many worlds, one for each seed. */
public final class Worlds {
  private Worlds() {}

  /** What became of a world. */
  public interface Result {
    List<String> violations();
  }

  /**
   * {@return the results of the worlds of seeds 1 to {@code count}}
   *
   * @param replay gives the history of a seed
   * @throws AssertionError with the history of the first world that has a violation
   */
  public static <R extends Result> List<R> requireNoViolation(
      int count, LongFunction<R> run, LongFunction<String> replay) {
    List<R> results = new ArrayList<>();
    for (long seed = 1; seed <= count; seed++) {
      R result = run.apply(seed);
      if (!result.violations().isEmpty()) {
        throw new AssertionError(
            "seed %d: %s%n%s".formatted(seed, result.violations(), replay.apply(seed)));
      }
      results.add(result);
    }
    return results;
  }

  /**
   * {@return whether one of {@code count} worlds has a violation}
   *
   * @param first the seed to begin with
   */
  public static <R extends Result> boolean anyViolation(
      long first, int count, LongFunction<R> run) {
    return LongStream.range(first, first + count)
        .mapToObj(run)
        .anyMatch(result -> !result.violations().isEmpty());
  }
}
