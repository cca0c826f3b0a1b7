package org.pytorch.alerting.simulation.world;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.pytorch.alerting.fakegithub.fault.Fault;

/** A few faults of at most 10 min each, all of which make actions be attempted again. */
public final class ShortFaults {
  private static final int MAX_FAULTS = 4;
  private static final int MAX_LENGTH_S = 600;
  private static final int PERCENT = 33;
  private static final int DEATHS_PER_MILLE = 30;
  private static final Duration LAST_ONE_ENDS = Duration.ofMinutes(20);

  private final Random random;
  private final ServiceFaults faults;

  private ShortFaults(Stage stage) {
    this.random = stage.random();
    this.faults = stage.faults();
  }

  /**
   * Adds faults until {@code end} to the timeline; the last one ends 20 min later.
   *
   * @param messages the ids of those sent so far
   */
  public static void schedule(Stage stage, Duration end, Supplier<List<String>> messages) {
    ShortFaults added = new ShortFaults(stage);
    for (int i = 1 + stage.random().nextInt(MAX_FAULTS); i > 0; i--) {
      added.add(stage.within(end), messages);
    }
    stage.at(end.plus(LAST_ONE_ENDS), "all faults end", () -> stage.faults().endAll(List.of()));
  }

  private void add(Duration at, Supplier<List<String>> messages) {
    switch (random.nextInt(8)) {
      case 0, 1, 2 -> addLostResponses(at);
      case 3 -> faults.outage(at, length(), List.of(), List::of);
      case 4 -> faults.ofLambda(at, length(), faults.lambdaKind(), PERCENT);
      case 5 -> faults.ofStore(at, length(), faults.storeKind(), PERCENT);
      case 6 -> faults.ofExecutions(at, length(), DEATHS_PER_MILLE);
      default -> faults.redelivery(at, messages);
    }
  }

  /** Writes have their effect, their responses are lost, and often nothing works afterwards. */
  private void addLostResponses(Duration at) {
    int times = 1 + random.nextInt(3);
    Fault write =
        random.nextInt(3) == 0
            ? Fault.on("PATCH", "/issues/\\d+$")
            : Fault.on("POST", "/issues(/\\d+/comments)?$");
    Fault lost = write.dropping().afterCommit().times(times);
    if (random.nextBoolean()) {
      faults.outage(at, length(), List.of(lost), List::of);
    } else {
      faults.ofGitHub(at, "responses lost", lost);
    }
  }

  private Duration length() {
    return Duration.ofSeconds(1 + random.nextInt(MAX_LENGTH_S));
  }
}
