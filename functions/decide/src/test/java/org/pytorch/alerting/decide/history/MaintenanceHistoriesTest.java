package org.pytorch.alerting.decide.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pytorch.alerting.decide.Alerts.firing;
import static org.pytorch.alerting.decide.Alerts.resolved;
import static org.pytorch.alerting.decide.Alerts.routed;

import java.time.Instant;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.decide.row.AlertStatus;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.json.Json;

/** What holds of a maintenance in every history of events and checks; each seed is one history. */
class MaintenanceHistoriesTest {
  private static final Instant BEGIN = Instant.parse("2026-03-04T08:00:00Z");
  private static final int HISTORIES = 1_000;
  private static final int MAX_EVENTS = 8;

  /** One history. Nothing is late, so the alert's last event is known when its issue is opened. */
  private static final class World {
    private final RandomGenerator random;
    private final CalmHistory history;
    private final Instant from;
    private final Instant to;
    private boolean fires;

    World(long seed, boolean checksArrive) {
      random = new SplittableRandom(seed);
      history = new CalmHistory(BEGIN, _ -> checksArrive, _ -> false);
      from = BEGIN.plusSeconds(random.nextInt(7_200));
      to = from.plusSeconds(1 + random.nextInt(random.nextBoolean() ? 7_200 : 2_000_000));
      Instant now = BEGIN;
      Instant since = BEGIN;
      for (int left = 1 + random.nextInt(MAX_EVENTS); left > 0; left--) {
        if (!fires || random.nextInt(3) == 0) {
          fires = !fires;
          since = now;
        }
        history.say(now, fires ? inWindow(firing(since), now) : resolved(since));
        now = now.plusSeconds(1 + random.nextInt(3_000));
      }
      history.play();
    }

    private AlertEvent inWindow(AlertEvent event, Instant saidAt) {
      if (!isIn(saidAt)) {
        return event;
      }
      String routing =
          "{\"route\":\"harbor\",\"maintenance\":\"move\",\"maintenance_until\":\"%s\"}"
              .formatted(Json.format(to));
      return routed(event, routing);
    }

    boolean isIn(Instant time) {
      return !time.isBefore(from) && time.isBefore(to);
    }

    boolean hasAnOpenIssue() {
      StoredAlert row = history.row();
      return row.issue().isPresent() && row.status() == AlertStatus.OPEN;
    }
  }

  @Test
  void alert_that_fires_last_has_an_issue_in_the_end_and_none_is_opened_in_the_window() {
    int withheld = 0;
    for (long seed = 0; seed < HISTORIES; seed++) {
      World world = new World(seed, true);

      assertThat(world.hasAnOpenIssue()).as("seed %d", seed).isEqualTo(world.fires);
      assertThat(world.history.row().log().dues()).as("seed %d", seed).isEmpty();
      assertThat(world.history.row().log().withheld()).as("seed %d", seed).isEmpty();
      for (CalmHistory.Step step : world.history.steps) {
        boolean opens =
            step.act()
                .filter(
                    act -> act.action() == AlertAction.CREATE || act.action() == AlertAction.REOPEN)
                .isPresent();
        assertThat(opens && world.isIn(step.at())).as("seed %d: %s", seed, step).isFalse();
        withheld += step.decision().action() == AlertAction.SKIP_POLICY ? 1 : 0;
      }
    }
    assertThat(withheld).isGreaterThan(HISTORIES / 2);
  }

  @Test
  void lost_checks_are_noticed_by_this_test() {
    long missing = 0;
    for (long seed = 0; seed < HISTORIES; seed++) {
      World world = new World(seed, false);
      missing += world.fires && !world.hasAnOpenIssue() ? 1 : 0;
    }
    assertThat(missing).isPositive();
  }
}
