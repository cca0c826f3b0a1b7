package org.pytorch.alerting.simulation.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.fakegithub.data.Issue;
import org.pytorch.alerting.simulation.world.SimulatedAlert;
import org.pytorch.alerting.simulation.world.SimulatedAlert.Report;

/** What people are notified of without a policy: news, and nothing else. */
final class CalmScenariosTest {
  private static final int HOUR = 60;

  private final Scene scene = Scene.calm();

  private Issue issue() {
    return scene.issuesOf(1).getFirst();
  }

  private String body() {
    return issue().body().orElseThrow();
  }

  @Test
  @Scenario(
      row = 221,
      given = "An alert is reported a hundred times in a hundred minutes",
      then = "No comment; the status is written every 10 minutes, and at the end it is right.")
  void hundred_repeats() {
    scene.atMinute(1, () -> scene.fires(1));
    for (int minute = 2; minute <= 101; minute++) {
      scene.atMinute(minute, () -> scene.repeats(1));
    }
    scene.run();
    scene.expectOneIssue(1, true, 0);
    assertThat(body()).contains(" · 101 times\n");
    assertThat(writes()).isBetween(10L, 12L);
  }

  /** {@return how often an issue was changed} */
  private long writes() {
    return scene.pipeline().gitHub().requests().stream()
        .filter(request -> request.method().equals("PATCH"))
        .filter(request -> request.path().contains("/issues/"))
        .count();
  }

  @Test
  @Scenario(
      row = 222,
      given = "An alert fires and resolves ten times in two hours",
      then =
          "One issue. Two closes and two reopenings are comments; then it is labelled "
              + "`flapping`, and nobody is notified until it has been quiet for 15 minutes: then "
              + "there is a fifth comment, and it is closed.")
  void ten_flaps() {
    for (int flap = 0; flap < 10; flap++) {
      scene.atMinute(1 + 12L * flap, () -> scene.fires(1));
      scene.atMinute(8 + 12L * flap, () -> scene.resolves(1));
    }
    scene.atMinute(117, () -> assertThat(scene.comments(issue().number())).isEqualTo(4));
    scene.atMinute(117, () -> assertThat(issue().open()).isTrue());
    scene.run();
    scene.expectOneIssue(1, false, 5);
    assertThat(issue().labels()).contains("flapping");
  }

  @Test
  @Scenario(
      row = 223,
      given = "A flapping alert keeps firing",
      then = "After an hour without another flap the label `flapping` is removed.")
  void no_flapping_any_more() {
    for (int flap = 0; flap < 3; flap++) {
      scene.atMinute(1 + 12L * flap, () -> scene.fires(1));
      scene.atMinute(8 + 12L * flap, () -> scene.resolves(1));
    }
    scene.atMinute(37, () -> scene.fires(1));
    scene.atMinute(70, () -> assertThat(issue().labels()).contains("flapping"));
    for (int minute = 50; minute <= 110; minute += 20) {
      scene.atMinute(minute, () -> scene.repeats(1));
    }
    scene.run();
    assertThat(issue().labels()).doesNotContain("flapping");
    assertThat(body()).doesNotContain("Flapping");
    assertThat(scene.open(1)).containsExactly(true);
  }

  @Test
  @Scenario(
      row = 224,
      given = "An alert resolves after many repeats",
      then = "One comment says how long it lasted and how often it was heard; the issue is closed.")
  void resolve() {
    scene.atMinute(1, () -> scene.fires(1));
    for (int minute = 11; minute <= 51; minute += 10) {
      scene.atMinute(minute, () -> scene.repeats(1));
    }
    scene.atMinute(61, () -> scene.resolves(1));
    scene.run();
    scene.expectOneIssue(1, false, 1);
    assertThat(scene.lastComment(issue().number()))
        .startsWith("Resolved after 1 h; heard 6 times.");
    assertThat(body()).contains("🟢 **Resolved**");
  }

  @Test
  @Scenario(
      row = 225,
      given = "An alert is reported every four hours for more than a day",
      then = "One comment is a reminder, 24 hours after the issue was opened.")
  void reminder() {
    scene.atMinute(1, () -> scene.fires(1));
    for (int hour = 4; hour <= 28; hour += 4) {
      scene.atMinute(1 + (long) hour * HOUR, () -> scene.repeats(1));
    }
    scene.atMinute(23 * HOUR, () -> assertThat(scene.comments(issue().number())).isZero());
    scene.run();
    scene.expectOneIssue(1, true, 1);
    assertThat(scene.lastComment(issue().number()))
        .startsWith("Still firing for 24 h, heard 7 times.");
  }

  @Test
  @Scenario(
      row = 226,
      given = "The rule of an open issue gets no data, fails, and has data again",
      then = "One comment each; the title, the label `no-data` and the status follow.")
  void no_data() {
    scene.atMinute(1, () -> scene.fires(1));
    for (int minute : List.of(11, 12)) {
      scene.atMinute(minute, () -> send("NoData"));
    }
    scene.atMinute(
        13,
        () -> {
          assertThat(issue().title()).isEqualTo("[P2] No data: Alert 1");
          assertThat(issue().labels()).contains("no-data");
          assertThat(body()).contains("⚫ **No data:**");
        });
    scene.atMinute(21, () -> send("Error"));
    scene.atMinute(22, () -> assertThat(issue().title()).isEqualTo("[P2] Error: Alert 1"));
    scene.atMinute(31, () -> scene.repeats(1));
    scene.run();
    scene.expectOneIssue(1, true, 3);
    assertThat(issue().title()).isEqualTo("[P2] Alert 1");
    assertThat(issue().labels()).doesNotContain("no-data");
    assertThat(body()).contains("🔴 **Firing**");
  }

  /** Sends a repeat with Grafana's reason for a rule that keeps its state. */
  private void send(String reason) {
    Report report = scene.repeated(1);
    String annotations = "\"annotations\":{%s}";
    scene
        .pipeline()
        .send(
            SimulatedAlert.payload(List.of(report))
                .replace(
                    annotations.formatted(""),
                    annotations.formatted("\"grafana_state_reason\":\"%s\"".formatted(reason))));
  }
}
