package org.pytorch.alerting.simulation.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.fakegithub.data.Comment;
import org.pytorch.alerting.fakegithub.data.Issue;
import org.pytorch.alerting.fakegithub.fault.Fault;
import org.pytorch.alerting.github.http.GitHubTransport;
import org.pytorch.alerting.simulation.virtual.Wiring;
import org.pytorch.alerting.stack.Project;

/** The policy changes while an action is under way: it is finished where it was begun. */
final class PolicyScenariosTest {
  private static final String OLD = "acme/harbor";
  private static final String NEW = "tidewater/harbor";

  /** Its window is open for the first 2 h. */
  private static final String MOVE =
      """
      {"version": 1, "defaults": {"repository": "acme/harbor", "repeats": "comment"},
       "maintenance": [{"name": "move", "match": {"team": "harbor"},
         "from": "2026-03-10T00:00:00Z", "to": "2026-03-10T02:00:00Z"}]}
      """;

  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final Scene scene =
      new Scene(
          new Wiring()
              .repositories(List.of(OLD, NEW))
              .transport(this::downAfterTheEffects)
              .log(log));
  private Pattern writes = Pattern.compile("");
  private int toLose;

  @Test
  @Scenario(
      row = 201,
      given =
          "The policy moves a team to another repository after the response to a create is lost",
      then = "The retry searches where the claim says, and finds the issue: one issue.")
  void policy_changes_after_a_create() {
    deploy(OLD);
    failAfterTheEffect("POST", "/issues$");
    scene.atMinute(1, () -> scene.fires(1));
    scene.atMinute(2, () -> deploy(NEW));
    scene.atMinute(6, scene::clearFaults);
    scene.run();
    expectOneIssue(OLD, true, 0);
    expectRetriedUnder("new");
  }

  @Test
  @Scenario(
      row = 202,
      given = "The same after the response to a comment is lost",
      then = "One comment, on the issue in the old repository.")
  void policy_changes_after_a_comment() {
    deploy(OLD);
    scene.atMinute(1, () -> scene.fires(1));
    scene.atMinute(10, () -> failAfterTheEffect("POST", "/comments$"));
    scene.atMinute(10, () -> scene.repeats(1));
    scene.atMinute(11, () -> deploy(NEW));
    scene.atMinute(15, scene::clearFaults);
    scene.run();
    expectOneIssue(OLD, true, 1);
    expectRetriedUnder("new");
  }

  @Test
  @Scenario(
      row = 203,
      given = "The same after the response to a close is lost",
      then = "The issue in the old repository is closed, with one comment.")
  void policy_changes_after_a_close() {
    deploy(OLD);
    scene.atMinute(1, () -> scene.fires(1));
    scene.atMinute(10, () -> failAfterTheEffect("PATCH", "/issues/\\d+$"));
    scene.atMinute(10, () -> scene.resolves(1));
    scene.atMinute(11, () -> deploy(NEW));
    scene.atMinute(15, scene::clearFaults);
    scene.run();
    expectOneIssue(OLD, false, 1);
    expectRetriedUnder("new");
  }

  @Test
  @Scenario(
      row = 204,
      given = "Instances with the old and with the new policy run side by side; responses are lost",
      then = "Each alert has one issue, in the repository that its first attempt chose.")
  void policies_side_by_side() {
    scene.pipeline().policies(policy("old", OLD), policy("new", NEW));
    for (int alert = 1; alert <= 4; alert++) {
      int number = alert;
      scene.atMinute(10L * alert, () -> failAfterTheEffect("POST", "/issues$"));
      scene.atMinute(10L * alert, () -> scene.fires(number));
      scene.atMinute(10L * alert + 4, scene::clearFaults);
    }
    // A comment and a close of each are attempted under one policy and repeated under the other.
    scene.atMinute(60, () -> failAfterTheEffect("POST", "/comments$", 4));
    scene.atMinute(60, () -> List.of(1, 2, 3, 4).forEach(scene::repeats));
    scene.atMinute(65, scene::clearFaults);
    scene.atMinute(90, () -> failAfterTheEffect("PATCH", "/issues/\\d+$", 4));
    scene.atMinute(90, () -> List.of(1, 2, 3, 4).forEach(scene::resolves));
    scene.atMinute(95, scene::clearFaults);
    scene.run();

    assertThat(toLose).isZero();
    List<Issue> issues = ours();
    assertThat(issues).hasSize(4).noneMatch(Issue::open);
    for (int alert = 1; alert <= 4; alert++) {
      String name = "Alert " + alert;
      assertThat(issues).filteredOn(issue -> issue.title().endsWith(name)).hasSize(1);
    }
    List.of(OLD, NEW)
        .forEach(
            repository ->
                scene
                    .pipeline()
                    .ourIssues(repository)
                    .forEach(issue -> assertThat(comments(repository, issue)).hasSize(2)));
    scene.expectAtRest();
    assertThat(routes()).contains("old", "new");
  }

  @Test
  @Scenario(
      row = 205,
      given = "The policy moves a team to another repository while its alert is open",
      then = "The open issue stays where it is; the next episode has its issue in the new one.")
  void next_episode_follows_the_new_policy() {
    deploy(OLD);
    scene.atMinute(1, () -> scene.fires(1));
    scene.atMinute(5, () -> deploy(NEW));
    scene.atMinute(10, () -> scene.repeats(1));
    scene.atMinute(20, () -> scene.resolves(1));
    scene.atMinute(30, () -> scene.fires(1));
    scene.run();
    assertThat(scene.pipeline().ourIssues(OLD))
        .singleElement()
        .satisfies(
            issue -> {
              assertThat(issue.open()).isFalse();
              assertThat(comments(OLD, issue)).hasSize(2);
            });
    assertThat(scene.pipeline().ourIssues(NEW)).singleElement().matches(Issue::open);
    scene.expectAtRest();
  }

  @Test
  @Scenario(
      row = 206,
      given = "A CloudWatch alarm, which does not repeat, fires in a maintenance window of 2 h",
      then = "No issue in the window; when it is over, a check opens one with all texts.")
  void maintenance_window_ends() {
    scene.pipeline().policies(MOVE);
    scene.atMinute(1, () -> scene.pipeline().send(Project.payload("cloudwatch/metric-alarm.json")));
    scene.at(Duration.ofMinutes(120).minusSeconds(1), () -> assertThat(ours()).isEmpty());
    scene.atMinute(122, () -> assertThat(ours()).hasSize(1));
    scene.atMinute(140, () -> scene.pipeline().send(Project.payload("cloudwatch/metric-ok.json")));
    scene.run();
    expectOneIssue(OLD, false, 1);
    assertThat(ours().getFirst().body().orElseThrow())
        .contains("Berth queue is old.", "berth-intake", "AlarmConfigurationUpdatedTimestamp")
        .contains("The alert still fires, and the policy's maintenance \"move\" is over.");
  }

  @Test
  @Scenario(
      row = 207,
      given = "The same, and the alarm is OK again before the window is over",
      then = "No issue.")
  void alert_resolves_in_the_window() {
    scene.pipeline().policies(MOVE);
    scene.atMinute(1, () -> scene.pipeline().send(Project.payload("cloudwatch/metric-alarm.json")));
    scene.atMinute(119, () -> scene.pipeline().send(Project.payload("cloudwatch/metric-ok.json")));
    scene.run();
    assertThat(ours()).isEmpty();
    scene.expectAtRest();
  }

  @Test
  @Scenario(
      row = 208,
      given = "GitHub is down for 1 h when the window of 5 firing alerts is over",
      then = "The checks are redelivered until GitHub is back: 5 issues, no duplicates.")
  void github_is_down_when_the_window_is_over() {
    scene.pipeline().policies(MOVE);
    for (int alert = 1; alert <= 5; alert++) {
      int number = alert;
      scene.atMinute(alert, () -> scene.fires(number));
    }
    scene.atMinute(119, scene::gitHubIsDown);
    scene.atMinute(180, scene::clearFaults);
    scene.run();
    assertThat(scene.pipeline().ourIssues(OLD)).hasSize(5).allMatch(Issue::open);
    scene.expectAtRest();
  }

  @Test
  @Scenario(
      row = 209,
      given = "A window is removed from the policy while an alert fires in it",
      then = "The alert's next event opens the issue; the check finds nothing due.")
  void window_is_taken_out_of_the_policy() {
    scene.pipeline().policies(MOVE);
    scene.atMinute(1, () -> scene.fires(1));
    scene.atMinute(29, () -> assertThat(ours()).isEmpty());
    scene.atMinute(30, () -> deploy(OLD));
    scene.atMinute(31, () -> scene.repeats(1));
    scene.atMinute(40, () -> scene.resolves(1));
    scene.run();
    expectOneIssue(OLD, false, 1);
  }

  @Test
  @Scenario(
      row = 210,
      given = "An alert fires in a window of 20 days and is not reported again",
      then = "Checks follow one another, none of them waiting for long, until the issue is opened.")
  void window_is_longer_than_a_message_can_wait() {
    scene.pipeline().policies(MOVE.replace("2026-03-10T02:00", "2026-03-30T00:00"));
    scene.atMinute(1, () -> scene.fires(1));
    scene.at(Duration.ofDays(20).minusSeconds(1), () -> assertThat(ours()).isEmpty());
    scene.run();
    expectOneIssue(OLD, true, 0);
  }

  @Test
  @Scenario(
      row = 211,
      given =
          "A dropped FIRING is redelivered after its RESOLVED, and the policy no longer drops it",
      then = "The RESOLVED is remembered although it was dropped: no issue.")
  void dropped_firing_is_redelivered() {
    scene
        .pipeline()
        .policies(
            """
            {"version": 1, "routes": [{"name": "noise", "match": {"team": "harbor"}, "drop": true}]}
            """);
    List<String> messages = new ArrayList<>();
    scene.atMinute(1, () -> messages.add(scene.fires(1)));
    scene.atMinute(2, () -> scene.resolves(1));
    scene.atMinute(3, () -> deploy(OLD));
    scene.atMinute(4, () -> scene.pipeline().queue().redeliver(messages.getFirst()));
    scene.run();
    assertThat(ours()).isEmpty();
    scene.expectAtRest();
  }

  @Test
  @Scenario(
      row = 215,
      given = "A policy holds a close for a day",
      then = "Each check sends the next and is done: the issue is closed in time, once.")
  void close_held_for_a_day() {
    scene
        .pipeline()
        .policies(
            """
            {"version": 1, "defaults": {"repository": "acme/harbor", "hold_close": "1d"}}
            """);
    Duration closed = Duration.ofMinutes(10).plusDays(1);
    scene.atMinute(0, () -> scene.fires(1));
    scene.atMinute(10, () -> scene.resolves(1));
    scene.at(closed.minusMinutes(1), () -> assertThat(ours()).allMatch(Issue::open));
    scene.at(closed.plusMinutes(2), () -> assertThat(ours()).noneMatch(Issue::open));
    scene.run();
    expectOneIssue(OLD, false, 1);
    assertThat(log.toString(StandardCharsets.UTF_8))
        .contains("Nothing is due before")
        .doesNotContain("Message postponed");
  }

  private void deploy(String repository) {
    scene.pipeline().policies(policy(repository.equals(OLD) ? "old" : "new", repository));
  }

  private static String policy(String route, String repository) {
    return """
    {"version": 1, "routes": [
      {"name": "%s", "match": {"team": "harbor"}, "repository": "%s",
       "repeats": "comment", "reopen": 0}]}
    """
        .formatted(route, repository);
  }

  /** The effect happens and its response is lost; then GitHub is down until the faults end. */
  private void failAfterTheEffect(String method, String path) {
    failAfterTheEffect(method, path, 1);
  }

  private void failAfterTheEffect(String method, String path, int times) {
    writes = Pattern.compile(method + " \\S*" + path);
    toLose = times;
    scene.faults(Fault.on(method, path).dropping().afterCommit().times(times));
  }

  private GitHubTransport downAfterTheEffects(GitHubTransport transport) {
    return request -> {
      try {
        return transport.send(request);
      } finally {
        if (toLose > 0 && writes.matcher(request.toString()).matches() && --toLose == 0) {
          scene.gitHubIsDown();
        }
      }
    };
  }

  private void expectOneIssue(String repository, boolean open, int comments) {
    assertThat(ours()).hasSize(1);
    assertThat(scene.pipeline().ourIssues(repository))
        .singleElement()
        .satisfies(
            issue -> {
              assertThat(issue.open()).isEqualTo(open);
              assertThat(comments(repository, issue)).hasSize(comments);
            });
    assertThat(toLose).as("writes whose response was not lost").isZero();
    scene.expectAtRest();
  }

  /** The message was normalized again by the other policy, which says another repository. */
  private void expectRetriedUnder(String route) {
    assertThat(routes()).contains(route);
  }

  private String routes() {
    return String.join(
        ",",
        log.toString(StandardCharsets.UTF_8)
            .lines()
            .filter(line -> line.contains("NORMALIZED_ALERT"))
            .map(line -> line.replaceFirst(".*\"route\":\"([^\"]*)\".*", "$1"))
            .toList());
  }

  private List<Issue> ours() {
    return List.of("acme/alerts", OLD, NEW).stream()
        .flatMap(repository -> scene.pipeline().ourIssues(repository).stream())
        .toList();
  }

  private List<Comment> comments(String repository, Issue issue) {
    return scene.pipeline().gitHub().comments(repository, issue.number());
  }
}
