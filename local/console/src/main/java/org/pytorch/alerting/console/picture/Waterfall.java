package org.pytorch.alerting.console.picture;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pytorch.alerting.console.run.Run;
import org.pytorch.alerting.console.run.Status;
import org.pytorch.alerting.console.run.Visit;
import org.pytorch.alerting.console.text.Words;

/**
 * The durations of an execution's states, one bar each.
 *
 * @param more how many bars are left out
 */
public record Waterfall(List<Bar> bars, int more) {
  private static final int MAX_BARS = 300;

  public Waterfall {
    bars = List.copyOf(bars);
  }

  /**
   * A state's bar.
   *
   * @param depth how many Maps and Parallels are around it
   * @param item the index of its item, if it is right inside a Map
   * @param left where it begins, in percent of the execution
   * @param width in percent of the execution; always visible
   */
  public record Bar(
      String state,
      int depth,
      Optional<Integer> item,
      Status status,
      String duration,
      String left,
      String width) {}

  /** {@return the bars of {@code run}, of which running states end {@code now}} */
  public static Waterfall of(Run run, Instant now) {
    Instant end = run.endedAt().orElse(now);
    double whole = Math.max(1, Duration.between(run.startedAt(), end).toNanos() / 1e6);
    List<Bar> bars = new ArrayList<>();
    for (Visit visit : run.visits()) {
      add(bars, visit, Place.OUTER, new Scale(run.startedAt(), end, whole));
    }
    int shown = Math.min(bars.size(), MAX_BARS);
    return new Waterfall(bars.subList(0, shown), bars.size() - shown);
  }

  private record Scale(Instant start, Instant end, double millis) {
    private double percent(Duration duration) {
      return duration.toNanos() / 1e6 / millis * 100;
    }
  }

  /**
   * Where a visit is.
   *
   * @param item of the Map that it is in
   */
  private record Place(int depth, Optional<Integer> item) {
    private static final Place OUTER = new Place(0, Optional.empty());
  }

  private static void add(List<Bar> bars, Visit visit, Place place, Scale scale) {
    Instant end = visit.exitedAt().or(() -> lastAttempt(visit)).orElse(scale.end());
    Duration duration = Duration.between(visit.enteredAt(), end);
    double width = Math.max(0.4, scale.percent(duration));
    double left =
        Math.min(scale.percent(Duration.between(scale.start(), visit.enteredAt())), 100 - width);
    bars.add(
        new Bar(
            visit.name(),
            place.depth(),
            place.item(),
            visit.status(),
            Words.duration(duration),
            number(Math.max(0, left)),
            number(width)));
    for (Visit.Item inner : visit.items()) {
      Place within =
          new Place(
              place.depth() + 1,
              Optional.of(inner.index()).filter(_ -> visit.type().equals("Map")));
      inner.visits().forEach(next -> add(bars, next, within, scale));
    }
  }

  private static Optional<Instant> lastAttempt(Visit visit) {
    return visit.status() == Status.RUNNING || visit.attempts().isEmpty()
        ? Optional.empty()
        : visit.attempts().getLast().endedAt();
  }

  private static String number(double percent) {
    return String.format(Locale.ROOT, "%.2f", percent);
  }
}
