package org.pytorch.alerting.simulation.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.fakegithub.data.Issue;
import org.pytorch.alerting.fakegithub.fault.Fault;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.simulation.virtual.VirtualDynamoDb;
import org.pytorch.alerting.simulation.virtual.VirtualPipeline;

/** People, other bots and busy repositories. */
final class OthersScenariosTest {
  private static final String CREATE = "/issues$";

  @Test
  @Scenario(
      row = 120,
      given = "A person closes the issue, the RESOLVED is lost, and the alert fires again",
      then = "The person closed an earlier firing: a new issue.")
  void closed_by_a_person_and_never_resolved() {
    Scene scene = new Scene();
    scene.atMinute(0, () -> scene.fires(1));
    scene.atMinute(5, () -> scene.personCloses(1));
    scene.atMinute(10, () -> scene.repeats(1));
    scene.at(Duration.ofDays(7), () -> scene.fires(1));
    scene.run();
    assertThat(scene.open(1)).containsExactly(false, true);
    assertThat(scene.comments(1)).isZero();
    scene.expectAtRest();
  }

  @Test
  @Scenario(
      row = 121,
      given = "A person closes the issue, a repeat arrives, and the person reopens the issue",
      then = "The issue is tracked again: comments continue, and the RESOLVED closes it.")
  void reopened_after_a_repeat() {
    Scene scene = new Scene();
    scene.atMinute(0, () -> scene.fires(1));
    scene.atMinute(3, () -> scene.personCloses(1));
    scene.atMinute(5, () -> scene.repeats(1));
    scene.atMinute(7, () -> scene.personReopens(1));
    scene.atMinute(10, () -> scene.repeats(1));
    scene.atMinute(20, () -> scene.resolves(1));
    scene.run();
    scene.expectOneIssue(1, false, 2);
  }

  @Test
  @Scenario(
      row = 122,
      given = "The alert resolves, a person reopens the issue, and the alert fires again",
      then = "The reopened issue gets a comment; no second issue is opened.")
  void reopened_after_the_resolve() {
    Scene scene = new Scene();
    scene.atMinute(0, () -> scene.fires(1));
    scene.atMinute(10, () -> scene.resolves(1));
    scene.atMinute(15, () -> scene.personReopens(1));
    scene.atMinute(20, () -> scene.fires(1));
    scene.run();
    scene.expectOneIssue(1, true, 2);
    assertThat(scene.lastComment(1)).contains("again");
  }

  @Test
  @Scenario(
      row = 123,
      given = "Another bot closes the issue as stale",
      then = "A bot's close does not count: the next FIRING reopens the issue and says why.")
  void closed_by_a_bot() {
    Scene scene = new Scene();
    scene.atMinute(0, () -> scene.fires(1));
    scene.atMinute(5, () -> scene.botCloses(1));
    scene.atMinute(10, () -> scene.repeats(1));
    scene.run();
    scene.expectOneIssue(1, true, 1);
    assertThat(scene.lastComment(1)).contains("triage-helper");
  }

  @Test
  @Scenario(
      row = 124,
      given = "The response to a create is lost, and a bot appends to the issue's text",
      then = "The marker counts on any line: the retry finds the issue. One issue.")
  void text_is_appended() {
    Scene scene = new Scene();
    scene.faults(Fault.on("POST", CREATE).dropping().afterCommit());
    scene.atMinute(0, () -> scene.fires(1));
    scene.at(
        Duration.ofSeconds(4),
        () -> {
          String body = scene.issuesOf(1).getFirst().body().orElseThrow() + "\n\ncc @on-call";
          scene.request(
              VirtualPipeline.BOT, "PATCH", "/issues/1", Json.write(Map.of("body", body)));
        });
    scene.atMinute(10, () -> scene.repeats(1));
    scene.run();
    scene.expectOneIssue(1, true, 1);
  }

  @Test
  @Scenario(
      row = 125,
      given = "Our create fails, and another bot opens an issue with its marker",
      then = "Only issues by our App count: we open our own.")
  void bot_copies_our_marker() {
    Scene scene = new Scene();
    scene.faults(Fault.on("POST", CREATE).by("alert-pipeline").answering(503).times(4));
    scene.at(
        Duration.ofSeconds(1),
        () -> {
          String fingerprint =
              VirtualDynamoDb.attribute(
                      scene.pipeline().dynamoDb().rows().getFirst(), "fingerprint")
                  .s();
          String body =
              "Seen.\n\n<!-- alert-pipeline v1 issue fingerprint=%s episode=1 -->"
                  .formatted(fingerprint);
          scene.request(
              VirtualPipeline.BOT,
              "POST",
              "/issues",
              Json.write(Map.of("title", "Mirrored Alert 1", "body", body)));
        });
    scene.atMinute(0, () -> scene.fires(1));
    scene.run();
    assertThat(scene.pipeline().issues()).hasSize(2);
    scene.expectOneIssue(1, true, 0);
  }

  @Test
  @Scenario(
      row = 126,
      given = "Lists lag by 20 s, and a comment takes effect 3 s after its connection breaks",
      then = "The issue's comment count is read again before the second search: one comment.")
  void comment_takes_effect_late() {
    Scene scene = new Scene();
    scene.pipeline().gitHub().rules(scene.pipeline().gitHub().rules().with("{\"list_lag_s\": 20}"));
    scene.atMinute(0, () -> scene.fires(1));
    scene.atMinute(
        10,
        () -> {
          scene.faults(
              Fault.on("POST", "/comments$").dropping().afterLateCommit(Duration.ofSeconds(3)));
          scene.repeats(1);
        });
    scene.run();
    scene.expectOneIssue(1, true, 1);
  }

  @Test
  @Scenario(
      row = 127,
      given = "Lists lag, and discussions have taken the numbers before our unlisted issue",
      then = "The search continues after them: one issue.")
  void discussions_take_numbers() {
    Scene scene = new Scene();
    scene.pipeline().gitHub().rules(scene.pipeline().gitHub().rules().with("{\"list_lag_s\": 60}"));
    scene.faults(Fault.on("POST", CREATE).dropping().afterCommit());
    scene.pipeline().gitHub().openDiscussion(VirtualPipeline.REPO);
    scene.pipeline().gitHub().openDiscussion(VirtualPipeline.REPO);
    scene.atMinute(0, () -> scene.fires(1));
    scene.run();
    scene.expectOneIssue(1, true, 0);
  }

  @Test
  @Scenario(
      row = 128,
      given = "Lists lag, and 100 new pull requests precede our unlisted issue",
      then = "The retry waits until the lists have caught up: one issue.")
  void burst_while_lists_lag() {
    Scene scene = new Scene();
    scene.pipeline().gitHub().rules(scene.pipeline().gitHub().rules().with("{\"list_lag_s\": 60}"));
    scene.faults(Fault.on("POST", CREATE).dropping().afterCommit());
    openPullRequests(scene, 100);
    scene.atMinute(0, () -> scene.fires(1));
    scene.run();
    scene.expectOneIssue(1, true, 0);
  }

  @Test
  @Scenario(
      row = 129,
      given = "A create fails, and others open 2,100 issues and pull requests before the retry",
      then = "The search only lists issues that our App opened since: one issue, few requests.")
  void thousands_of_newer_issues() {
    Scene scene = new Scene();
    scene.faults(Fault.on("POST", CREATE).answering(503).times(4));
    scene.atMinute(0, () -> scene.fires(1));
    scene.at(Duration.ofSeconds(20), () -> openPullRequests(scene, 2_100));
    long[] before = new long[1];
    scene.atMinute(10, () -> before[0] = scene.requests());
    scene.atMinute(10, () -> scene.repeats(1));
    scene.run();
    scene.expectOneIssue(1, true, 1);
    assertThat(scene.requests() - before[0]).as("requests of a comment").isLessThanOrEqualTo(4);
  }

  private static void openPullRequests(Scene scene, int count) {
    for (int i = 0; i < count; i++) {
      scene.pipeline().gitHub().openPullRequest(VirtualPipeline.REPO, "A change");
    }
  }

  @Test
  @Scenario(
      row = 130,
      given = "60 alerts fire at once, and GitHub accepts 20 new issues per minute",
      then =
          "A rate-limited request had no effect, so no search is needed: 60 issues with few"
              + " requests.")
  void storm_under_a_low_limit() {
    Scene scene = new Scene();
    scene
        .pipeline()
        .gitHub()
        .rules(
            scene
                .pipeline()
                .gitHub()
                .rules()
                .with("{\"limits\":{\"secondary_enforced\":true,\"content_per_minute\":20}}"));
    for (int i = 0; i < 60; i++) {
      int alert = i;
      scene.at(Duration.ofMillis(20L * i), () -> scene.fires(alert));
    }
    scene.run();
    assertThat(scene.pipeline().ourIssues().stream().map(Issue::title).distinct()).hasSize(60);
    assertThat(scene.pipeline().ourIssues()).hasSize(60);
    assertThat(scene.pipeline().gitHub().requests())
        .noneMatch(request -> request.method().equals("GET") && request.path().contains("?"));
    scene.expectAtRest();
  }

  @Test
  @Scenario(
      row = 131,
      given =
          "The repository is renamed while the alert is open; the configuration has the old"
              + " name",
      then =
          "Redirects are followed, and the token names the repository by id: the issue is"
              + " closed.")
  void repository_renamed() {
    Scene scene = new Scene();
    scene.atMinute(0, () -> scene.fires(1));
    scene.atMinute(5, () -> scene.pipeline().renameRepository("renamed"));
    scene.atMinute(10, () -> scene.repeats(1));
    scene.atMinute(150, () -> scene.resolves(1));
    scene.atMinute(160, () -> scene.fires(2));
    scene.run();
    scene.expectOneIssue(1, false, 2);
    scene.expectOneIssue(2, true, 0);
  }

  /** The transferred issue happens to have the same number there. */
  @Test
  @Scenario(
      row = 176,
      given = "The issue is transferred to another repository, and then our repository is renamed",
      then = "The issue is left alone there; the next episode gets its own issue here.")
  void issue_transferred_and_repository_renamed() {
    Scene scene = new Scene();
    scene.atMinute(0, () -> scene.fires(1));
    scene.atMinute(
        5,
        () -> scene.pipeline().gitHub().transferIssue(VirtualPipeline.REPO, 1, "acme/other", true));
    scene.atMinute(6, () -> scene.pipeline().renameRepository("renamed"));
    scene.atMinute(10, () -> scene.repeats(1));
    scene.atMinute(20, () -> scene.resolves(1));
    scene.atMinute(30, () -> scene.fires(1));
    scene.run();
    assertThat(scene.pipeline().gitHub().comments("acme/other", 1)).isEmpty();
    assertThat(scene.pipeline().queue().deadLetters()).isEmpty();
    scene.expectOneIssue(1, true, 0);
  }
}
