package org.pytorch.alerting.stack.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.pytorch.alerting.stack.simulation.SimulatedAlert.Report;
import org.pytorch.alerting.stack.virtual.VirtualPipeline;

/** Alerts with the stories of their lives, told to a pipeline by messages. */
final class World {
  private static final int SMALL_WORLD_ALERTS = 3;
  private static final int LARGE_WORLD_ALERTS = 20;
  private static final Duration SKEW = Duration.ofMinutes(2);

  private static final List<SimulatedAlert.Provider> PROVIDERS =
      List.of(SimulatedAlert.Provider.values());

  private final Random random;
  private final Timeline timeline;
  private final VirtualPipeline pipeline;
  private final Observations observations;

  World(Random random, Timeline timeline, VirtualPipeline pipeline, Observations observations) {
    this.random = random;
    this.timeline = timeline;
    this.pipeline = pipeline;
    this.observations = observations;
  }

  /** One change of one alert, by our clock. */
  private record Change(Duration at, int alert, Report report) {}

  /** Writes all messages into the timeline; {@return when the last one is sent} */
  Duration populate() {
    boolean large = random.nextInt(50) == 0;
    int count = 1 + random.nextInt(large ? LARGE_WORLD_ALERTS : SMALL_WORLD_ALERTS);
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      changes.addAll(story(alert(i), large ? 2 : 5));
    }
    changes.sort((one, other) -> one.at().compareTo(other.at()));
    List<Report> current = new ArrayList<>(Collections.nCopies(count, changes.getFirst().report()));
    Duration last = Duration.ZERO;
    List<Integer> seen = new ArrayList<>();
    for (Change change : changes) {
      current.set(change.alert(), change.report());
      last = max(last, notify(change, current, seen));
      seen.remove((Object) change.alert());
      seen.add(change.alert());
    }
    return last;
  }

  private SimulatedAlert alert(int number) {
    SimulatedAlert.Provider provider =
        random.nextBoolean()
            ? SimulatedAlert.Provider.GRAFANA
            : PROVIDERS.get(random.nextInt(PROVIDERS.size()));
    long skew = random.nextInt(3) == 0 ? random.nextLong(-SKEW.toMillis(), SKEW.toMillis()) : 0;
    return new SimulatedAlert(number, provider, Duration.ofMillis(skew));
  }

  /** Fires, perhaps goes on firing, resolves, and perhaps all over again. */
  private List<Change> story(SimulatedAlert alert, int maxChanges) {
    List<Change> changes = new ArrayList<>();
    Duration at = Duration.ofMillis(random.nextInt(600_000));
    boolean firing = false;
    Instant since = VirtualPipeline.START;
    int length = 1 + random.nextInt(maxChanges);
    for (int i = 0; i < length; i++) {
      boolean repeats = firing && random.nextInt(3) == 0;
      if (!repeats) {
        firing = !firing;
        since = VirtualPipeline.START.plus(at);
      }
      boolean usable = random.nextInt(40) != 0;
      changes.add(new Change(at, alert.number(), new Report(alert, firing, since, usable)));
      at = at.plus(Duration.ofMillis(random.nextInt(random.nextBoolean() ? 5_000 : 900_000)));
    }
    return changes;
  }

  /** Sends one change, perhaps late, perhaps with others of its group. */
  private Duration notify(Change change, List<Report> current, List<Integer> seen) {
    SimulatedAlert.Provider provider = change.report().alert().provider();
    List<Report> sent = new ArrayList<>(List.of(change.report()));
    if (provider.sendsGroups()) {
      for (int other : seen) {
        Report report = current.get(other);
        if (other != change.alert()
            && report.alert().provider() == provider
            && random.nextInt(3) == 0) {
          sent.add(report);
        }
      }
      if (random.nextInt(30) == 0) {
        sent.add(change.report()); // The same alert twice in one message.
      }
    }
    int latest = random.nextInt(8) == 0 ? 600_000 : 2_000;
    Duration at = change.at().plusMillis(random.nextInt(latest));
    timeline.at(
        at,
        "sent: " + sent,
        () -> observations.acknowledged(pipeline.send(SimulatedAlert.payload(sent)), sent));
    return at;
  }

  private static Duration max(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
