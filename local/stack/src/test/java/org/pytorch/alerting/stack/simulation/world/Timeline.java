package org.pytorch.alerting.stack.simulation.world;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.pytorch.alerting.stack.virtual.VirtualPipeline;

/** What is done to a pipeline, and when; it reads as a list. */
public final class Timeline {
  /** One thing that happens, at a time from the beginning. */
  record Entry(Duration at, String text, Runnable action) {}

  private final List<Entry> entries = new ArrayList<>();
  private int faults;

  void at(Duration time, String text, Runnable action) {
    entries.add(new Entry(time, text, action));
  }

  /** Adds something that goes wrong. */
  void fault(Duration time, String text, Runnable action) {
    faults++;
    at(time, text, action);
  }

  public int faults() {
    return faults;
  }

  /** Lets everything happen at its time; {@code history} is told of it. */
  public void play(VirtualPipeline pipeline, History history) {
    entries.stream()
        .sorted(Comparator.comparing(Entry::at))
        .forEach(
            entry ->
                pipeline.after(
                    entry.at(),
                    () -> {
                      history.tell(pipeline.now(), entry.text());
                      entry.action().run();
                    }));
  }
}
