package org.pytorch.alerting.simulation.world;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.pytorch.alerting.simulation.virtual.VirtualPipeline;

/** The entries of a world: what happens to the pipeline, and when. */
public final class Timeline {
  /** One entry, at a time from the start. */
  record Entry(Duration at, String text, Runnable action) {}

  private final List<Entry> entries = new ArrayList<>();
  private int faults;

  void at(Duration time, String text, Runnable action) {
    entries.add(new Entry(time, text, action));
  }

  /** Adds a fault. */
  void fault(Duration time, String text, Runnable action) {
    faults++;
    at(time, text, action);
  }

  public int faults() {
    return faults;
  }

  /** Schedules all entries; each adds its text to {@code history}. */
  public void schedule(VirtualPipeline pipeline, History history) {
    entries.stream()
        .sorted(Comparator.comparing(Entry::at))
        .forEach(
            entry ->
                pipeline.after(
                    entry.at(),
                    () -> {
                      history.add(pipeline.now(), entry.text());
                      entry.action().run();
                    }));
  }
}
