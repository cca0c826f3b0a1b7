package org.pytorch.alerting.simulation.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.fakegithub.data.Issue;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.simulation.virtual.VirtualPipeline;
import org.pytorch.alerting.simulation.world.SimulatedAlert;
import org.pytorch.alerting.simulation.world.SimulatedAlert.Report;

/** Which of two events is the later one, and incomplete events. */
final class EventOrderScenariosTest {
  private static final Instant BEGUN = VirtualPipeline.START;

  private static Report report(boolean firing, Instant since, Duration skew, boolean complete) {
    Report plain = Scene.report(1, firing, since);
    return new Report(plain.alert(), skew, firing, since, complete);
  }

  @Test
  @Scenario(
      row = 100,
      given =
          "The sender's lease of an alert expires: it resolves, then fires with its old start"
              + " time",
      then = "The FIRING came after the RESOLVED and is not contradicted for 2 min: a new issue.")
  void lease_expires() {
    Scene scene = new Scene();
    scene.atMinute(0, () -> scene.fires(1));
    scene.atMinute(10, () -> scene.resolves(1));
    scene.atMinute(11, () -> scene.repeats(1));
    scene.run();
    assertThat(scene.open(1)).containsExactly(false, true);
    assertThat(scene.issuesOf(1).getLast().origin().createdAt())
        .isBetween(BEGUN.plusSeconds(13 * 60), BEGUN.plusSeconds(15 * 60 + 30));
    scene.expectAtRest();
  }

  @Test
  @Scenario(
      row = 101,
      given = "A rule is reset: it resolves and fires again in the same millisecond",
      then = "The same: a new issue, 2 to 4 min later.")
  void rule_is_reset() {
    Scene scene = new Scene();
    scene.atMinute(0, () -> scene.fires(1));
    scene.atMinute(10, () -> scene.resolves(1));
    scene.at(
        Duration.ofSeconds(601),
        () -> scene.send(Scene.report(1, true, BEGUN.plus(Duration.ofMinutes(10)))));
    scene.run();
    assertThat(scene.open(1)).containsExactly(false, true);
    scene.expectAtRest();
  }

  @Test
  @Scenario(
      row = 102,
      given = "The RESOLVED comes from a sender whose clock is 15 min behind that of the FIRING",
      then = "The RESOLVED was sent later, so it counts: the issue is closed.")
  void resolve_of_a_slow_clock() {
    Scene scene = new Scene();
    scene.atMinute(0, () -> scene.fires(1));
    scene.atMinute(
        10, () -> scene.send(report(false, scene.pipeline().now(), Duration.ofMinutes(-15), true)));
    scene.run();
    scene.expectOneIssue(1, false, 1);
  }

  @Test
  @Scenario(
      row = 103,
      given =
          "The RESOLVED comes from a clock that is 4 min ahead; a minute later the alert"
              + " fires again",
      then =
          "Future times are capped at the current time, so the new FIRING is newer: a new"
              + " issue.")
  void resolve_of_a_fast_clock() {
    Scene scene = new Scene();
    scene.atMinute(0, () -> scene.fires(1));
    scene.atMinute(
        10, () -> scene.send(report(false, scene.pipeline().now(), Duration.ofMinutes(4), true)));
    scene.atMinute(11, () -> scene.fires(1));
    scene.run();
    assertThat(scene.open(1)).containsExactly(false, true);
    scene.expectAtRest();
  }

  @Test
  @Scenario(
      row = 104,
      given =
          "Both senders of a high-availability pair report the alert, 40 s apart, with"
              + " different clocks",
      then = "One issue: the copies are a repeat and a repeated resolve.")
  void highly_available_pair() {
    Scene scene = new Scene();
    Duration behind = Duration.ofMinutes(-3);
    Instant ended = BEGUN.plus(Duration.ofMinutes(10));
    scene.atMinute(0, () -> scene.send(report(true, BEGUN, Duration.ZERO, true)));
    scene.at(Duration.ofSeconds(40), () -> scene.send(report(true, BEGUN, behind, true)));
    scene.atMinute(10, () -> scene.send(report(false, ended, Duration.ZERO, true)));
    scene.at(Duration.ofSeconds(640), () -> scene.send(report(false, ended, behind, true)));
    scene.run();
    scene.expectOneIssue(1, false, 2);
  }

  @Test
  @Scenario(
      row = 105,
      given = "The RESOLVED is lost, and the alert fires again the next day",
      then = "The issue is still open and gets a comment that the alert fires again.")
  void resolve_is_lost() {
    Scene scene = new Scene();
    scene.atMinute(0, () -> scene.fires(1));
    scene.at(Duration.ofDays(1), () -> scene.fires(1));
    scene.run();
    scene.expectOneIssue(1, true, 1);
  }

  @Test
  @Scenario(
      row = 106,
      given = "The RESOLVED lacks the labels and annotations for team and priority",
      then = "A RESOLVED only needs the alert's identity: the issue is closed.")
  void resolve_without_team_and_priority() {
    Scene scene = new Scene();
    scene.atMinute(0, () -> scene.fires(1));
    scene.atMinute(
        10,
        () ->
            scene
                .pipeline()
                .send(
                    SimulatedAlert.payload(List.of(scene.resolved(1)))
                        .replaceAll(",\"team\":\"harbor\",\"priority\":\"P2\"", "")));
    scene.run();
    scene.expectOneIssue(1, false, 1);
  }

  @Test
  @Scenario(
      row = 107,
      given =
          "A FIRING has no priority: the first one, a repeat, and the first of the next"
              + " episode",
      then =
          "The first and the last need an issue and are quarantined in their original form;"
              + " the repeat becomes a comment.")
  void firing_without_priority() {
    Scene scene = new Scene();
    scene.atMinute(0, () -> scene.send(report(true, BEGUN, Duration.ZERO, false)));
    scene.atMinute(5, () -> scene.fires(1));
    scene.atMinute(
        10, () -> scene.send(report(true, BEGUN.plusSeconds(300), Duration.ZERO, false)));
    scene.atMinute(20, () -> scene.resolves(1));
    scene.atMinute(
        30, () -> scene.send(report(true, scene.pipeline().now(), Duration.ZERO, false)));
    scene.run();
    assertThat(scene.open(1)).containsExactly(false);
    assertThat(scene.comments(1)).isEqualTo(2);
    assertThat(scene.pipeline().queue().deadLetters())
        .hasSize(2)
        .allSatisfy(
            letter -> {
              assertThat(letter.attributes().get("diagnosis")).contains("priority");
              assertThat(letter.attributes().get("message_attributes")).contains("grafana");
            });
    scene.expectNothingPending();
  }

  @Test
  @Scenario(
      row = 108,
      given = "An alarm on several series: north and south fire, north resolves",
      then = "Each series has its own issue; that of south stays open.")
  void series_of_an_alarm() {
    Scene scene = new Scene();
    scene.atMinute(0, () -> scene.pipeline().send(contributor("north", "ALARM", "00:00:00")));
    scene.atMinute(1, () -> scene.pipeline().send(contributor("south", "ALARM", "00:01:00")));
    scene.atMinute(9, () -> scene.pipeline().send(contributor("north", "OK", "00:09:00")));
    scene.run();
    assertThat(scene.pipeline().ourIssues()).extracting(Issue::open).containsExactly(false, true);
    assertThat(scene.pipeline().ourIssues().getLast().title()).contains("south");
    scene.expectAtRest();
  }

  private static String contributor(String quay, String state, String time) {
    return Json.write(
        Map.ofEntries(
            Map.entry("AlarmName", "QuaysOverLimit"),
            Map.entry("AlarmDescription", "TEAM=harbor\nPRIORITY=P1"),
            Map.entry("AWSAccountId", "111122223333"),
            Map.entry("NewStateValue", state),
            Map.entry("OldStateValue", state.equals("OK") ? "ALARM" : "OK"),
            Map.entry("NewStateReason", "Threshold Crossed: 1 datapoint"),
            Map.entry("StateChangeTime", "2026-03-10T" + time + ".000+0000"),
            Map.entry("Region", "EU (Ireland)"),
            Map.entry("AlarmArn", "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:QuaysOverLimit"),
            Map.entry("Trigger", Map.of("MetricName", "QueueDepth", "Namespace", "Ferry")),
            Map.entry("AlarmContributorId", quay.equals("north") ? "6d01" : "6d02"),
            Map.entry("AlarmContributorAttributes", Map.of("Quay", quay))));
  }
}
