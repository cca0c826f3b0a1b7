package org.pytorch.alerting.simulation.world;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.pytorch.alerting.simulation.virtual.VirtualPipeline;
import org.pytorch.alerting.simulation.world.SimulatedAlert.Report;

/** Alerts and their changes, which a pipeline receives as messages. */
public final class World {
  private static final int SMALL_WORLD_ALERTS = 3;
  private static final int LARGE_WORLD_ALERTS = 20;
  private static final Duration SKEW = Duration.ofMinutes(2);
  private static final Duration LARGE_SKEW = Duration.ofMinutes(6);

  private static final List<SimulatedAlert.Provider> PROVIDERS =
      List.of(SimulatedAlert.Provider.values());

  private final Random random;
  private final Timeline timeline;
  private final VirtualPipeline pipeline;
  private final Observations observations;

  public World(Stage stage, Observations observations) {
    this.random = stage.random();
    this.timeline = stage.timeline();
    this.pipeline = stage.pipeline();
    this.observations = observations;
  }

  /** One change of one alert, at a time of our clock. */
  private record Change(Duration at, int alert, Report report) {}

  /** Adds all messages to the timeline; {@return when the last one is sent} */
  public Duration populate() {
    boolean large = random.nextInt(50) == 0;
    int count = 1 + random.nextInt(large ? LARGE_WORLD_ALERTS : SMALL_WORLD_ALERTS);
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      changes.addAll(story(alert(i), large ? 2 : 5));
    }
    changes.sort((one, other) -> one.at().compareTo(other.at()));
    List<Report> current = new ArrayList<>(Collections.nCopies(count, changes.getFirst().report()));
    Duration last = Duration.ZERO;
    List<Integer> reported = new ArrayList<>();
    for (Change change : changes) {
      current.set(change.alert(), change.report());
      last = max(last, notify(change, current, reported));
      reported.remove((Object) change.alert());
      reported.add(change.alert());
    }
    return last;
  }

  private SimulatedAlert alert(int number) {
    SimulatedAlert.Provider provider =
        random.nextBoolean()
            ? SimulatedAlert.Provider.GRAFANA
            : PROVIDERS.get(random.nextInt(PROVIDERS.size()));
    return new SimulatedAlert(number, provider);
  }

  /**
   * The sender of an alert: an alerting system or one half of a high-availability pair.
   *
   * @param delay the maximum delay of its messages
   */
  private record Sender(Duration skew, Duration delay) {}

  private List<Sender> senders() {
    List<Sender> senders = new ArrayList<>(List.of(new Sender(skew(), Duration.ofSeconds(2))));
    if (random.nextInt(4) == 0) {
      Duration delay = Duration.ofSeconds(random.nextInt(3) == 0 ? 600 : 90);
      senders.add(new Sender(skew(), delay));
    }
    return senders;
  }

  private Duration skew() {
    return switch (random.nextInt(12)) {
      case 0 -> random(LARGE_SKEW.multipliedBy(2)).minus(LARGE_SKEW);
      case 1, 2, 3 -> random(SKEW.multipliedBy(2)).minus(SKEW);
      default -> Duration.ZERO;
    };
  }

  /** The alert fires, may be repeated, resolves, and may start over. */
  private List<Change> story(SimulatedAlert alert, int maxChanges) {
    List<Change> changes = new ArrayList<>();
    List<Sender> senders = senders();
    Duration at = Duration.ofMillis(random.nextInt(600_000));
    boolean firing = false;
    Instant firingSince = VirtualPipeline.START.plus(at);
    Instant since = firingSince;
    int length = 1 + random.nextInt(maxChanges);
    for (int i = 0; i < length; i++) {
      Instant now = VirtualPipeline.START.plus(at);
      boolean repeats = firing && random.nextInt(3) == 0;
      boolean lost = false;
      if (firing && !repeats) {
        firing = false;
        since = now;
        lost = random.nextInt(6) == 0;
      } else if (!firing) {
        firing = true;
        firingSince =
            switch (random.nextInt(8)) {
              // The sender's lease expired: the alert reported as resolved never stopped firing.
              case 0, 1 -> firingSince;
              // A rule was reset: the alert resolves and fires at the same time.
              case 2 -> since;
              default -> now;
            };
        since = firingSince;
      }
      boolean complete = random.nextInt(40) != 0;
      for (Sender sender : lost ? List.<Sender>of() : senders) {
        Report report = new Report(alert, sender.skew(), firing, since, complete);
        changes.add(new Change(at.plus(random(sender.delay())), alert.number(), report));
      }
      if (random.nextInt(20) == 0) {
        senders.set(0, new Sender(skew(), senders.getFirst().delay())); // Its clock is adjusted.
      }
      at = at.plus(Duration.ofMillis(random.nextInt(random.nextBoolean() ? 5_000 : 900_000)));
    }
    return changes;
  }

  private Duration random(Duration below) {
    return Duration.ofMillis(random.nextLong(Math.max(1, below.toMillis())));
  }

  /** Sends one change, possibly late and possibly with others of its group. */
  private Duration notify(Change change, List<Report> current, List<Integer> reported) {
    SimulatedAlert.Provider provider = change.report().alert().provider();
    List<Report> sent = new ArrayList<>(List.of(change.report()));
    if (provider.sendsGroups()) {
      for (int other : reported) {
        Report report = current.get(other);
        if (other != change.alert()
            && report.alert().provider() == provider
            && random.nextInt(3) == 0) {
          sent.add(report);
        }
      }
      if (random.nextInt(30) == 0) {
        sent.add(change.report()); // One message reports the same alert twice.
      }
    }
    int latest = random.nextInt(8) == 0 ? 600_000 : 2_000;
    Duration at = change.at().plusMillis(random.nextInt(latest));
    timeline.at(
        at,
        "sent: " + sent,
        () ->
            observations.acknowledged(
                pipeline.send(SimulatedAlert.payload(sent)), sent, pipeline.now()));
    return at;
  }

  private static Duration max(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
