package org.pytorch.alerting.simulation.world;

import java.time.Duration;
import java.util.Random;
import org.pytorch.alerting.simulation.virtual.VirtualPipeline;
import org.pytorch.alerting.simulation.virtual.Wiring;

/**
 * What the worlds of all simulations have: a pipeline, a timeline of what happens to it, the faults
 * of its services, and a history. Everything random follows from the seed.
 */
public final class Stage {
  private final Random random;
  private final History history;
  private final Timeline timeline = new Timeline();
  private final VirtualPipeline pipeline;
  private final ServiceFaults faults;

  /**
   * @param complete whether the history has the functions' log lines, which takes time
   * @param wiring of the pipeline; the stage adds its observer and its log
   */
  public Stage(long seed, boolean complete, Wiring wiring) {
    this.random = new Random(seed * 0x9E3779B97F4A7C15L);
    this.history = new History(complete);
    this.pipeline =
        new VirtualPipeline(
            seed,
            wiring
                .observer((execution, event) -> faults().strike(execution, event))
                .log(history.log()));
    this.faults = new ServiceFaults(random, timeline, history, pipeline);
  }

  public Random random() {
    return random;
  }

  public History history() {
    return history;
  }

  public Timeline timeline() {
    return timeline;
  }

  public VirtualPipeline pipeline() {
    return pipeline;
  }

  public ServiceFaults faults() {
    return faults;
  }

  /** {@return a time before {@code length}, from the start} */
  public Duration within(Duration length) {
    return Duration.ofMillis(random.nextLong(Math.max(1, length.toMillis())));
  }

  /** Adds to the timeline what happens at a time from the start. */
  public void at(Duration time, String text, Runnable action) {
    timeline.at(time, text, action);
  }

  /** Adds a line to the history. */
  public void note(String text) {
    history.add(pipeline.now(), text);
  }

  /** Runs what is on the timeline, and all that follows from it, until nothing is left to do. */
  public void runToRest() {
    timeline.schedule(pipeline, history);
    pipeline.runToRest();
    note("at rest");
  }
}
