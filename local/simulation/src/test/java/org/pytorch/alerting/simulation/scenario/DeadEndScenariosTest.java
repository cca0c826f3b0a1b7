package org.pytorch.alerting.simulation.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.fakegithub.fault.Fault;
import org.pytorch.alerting.simulation.virtual.VirtualDynamoDb;
import org.pytorch.alerting.simulation.virtual.VirtualPipeline;
import org.pytorch.alerting.simulation.virtual.VirtualQueue.DeadLetter;
import org.pytorch.alerting.simulation.world.SimulatedAlert;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Refused requests, actions that are given up, and data of older versions. */
final class DeadEndScenariosTest {
  private static final String CREATE = "/issues$";
  private static final String COMMENT = "/comments$";
  private static final String CLOSE = "/issues/\\d+$";

  private static Fault refused(String method, String path) {
    return Fault.on(method, path)
        .replying(
            new Fault.Reply(422, Map.of(), Optional.of("{\"message\":\"Validation Failed\"}")))
        .forEver();
  }

  @Test
  @Scenario(
      row = 140,
      given = "GitHub refuses the create for good (422)",
      then =
          "The action is given up at once, and its event is quarantined with the reason. A"
              + " later redrive opens the issue.")
  void create_refused() {
    Scene scene = new Scene();
    scene.faults(refused("POST", CREATE));
    scene.atMinute(0, () -> scene.fires(1));
    scene.run();
    assertThat(scene.pipeline().queue().deadLetters())
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.isGivenUp()).isTrue();
              assertThat(letter.attributes().get("diagnosis")).contains("422");
              assertThat(letter.attributes().get("message_attributes"))
                  .isEqualTo("{\"source\":\"normalized\"}");
            });
    scene.expectNothingPending();

    scene.clearFaults();
    scene.redrive();
    scene.expectOneIssue(1, true, 0);
  }

  @Test
  @Scenario(
      row = 141,
      given = "A FIRING that GitHub refused is redriven long after the alert has resolved",
      then = "The event keeps its original time, so it is stale: no issue.")
  void given_up_firing_is_redriven_after_the_resolve() {
    Scene scene = new Scene();
    scene.faults(refused("POST", CREATE));
    scene.atMinute(0, () -> scene.fires(1));
    scene.atMinute(20, () -> scene.resolves(1));
    scene.run();
    scene.clearFaults();
    scene.redrive();
    assertThat(scene.issuesOf(1)).isEmpty();
    scene.expectAtRest();
  }

  @Test
  @Scenario(
      row = 142,
      given = "GitHub refuses the close for good (422)",
      then =
          "The close is given up and the row still has the issue as open. The next FIRING"
              + " comments there; without one, a redrive of the RESOLVED closes the issue.")
  void close_refused() {
    Scene scene = new Scene();
    scene.atMinute(0, () -> scene.fires(1));
    scene.atMinute(5, () -> scene.faults(refused("PATCH", CLOSE)));
    scene.atMinute(10, () -> scene.resolves(1));
    scene.run();
    assertThat(scene.pipeline().queue().deadLetters()).hasSize(1);
    assertThat(scene.open(1)).containsExactly(true);
    scene.expectNothingPending();

    scene.clearFaults();
    scene.redrive();
    assertThat(scene.open(1)).containsExactly(false);
    scene.expectAtRest();
  }

  @Test
  @Scenario(
      row = 143,
      given = "An action is given up while the dead-letter queue is down for 10 min",
      then =
          "The action is not given up before its event is quarantined: the message is"
              + " redelivered.")
  void dead_letter_queue_is_down() {
    Scene scene = new Scene();
    Instant back = VirtualPipeline.START.plus(Duration.ofMinutes(10));
    scene.pipeline().queue().deadLetterQueueRefuses(() -> scene.pipeline().now().isBefore(back));
    scene.faults(refused("POST", CREATE));
    scene.atMinute(0, () -> scene.fires(1));
    scene.run();
    assertThat(scene.pipeline().queue().deadLetters()).isNotEmpty().allMatch(DeadLetter::isGivenUp);
    assertThat(scene.pipeline().queue().isEmpty()).isTrue();
    scene.expectNothingPending();

    scene.clearFaults();
    scene.redrive();
    assertThat(scene.open(1)).containsExactly(true);
    scene.expectAtRest();
  }

  @Test
  @Scenario(
      row = 144,
      given = "GitHub refuses a comment temporarily (422, \"was submitted too quickly\")",
      then = "The comment is retried. The issue is closed and says why.")
  void comment_submitted_too_quickly() {
    String body =
        "{\"message\":\"Validation Failed\",\"errors\":[{\"resource\":\"IssueComment\","
            + "\"code\":\"unprocessable\",\"field\":\"data\","
            + "\"message\":\"was submitted too quickly\"}]}";
    Scene scene = new Scene();
    scene.atMinute(0, () -> scene.fires(1));
    scene.atMinute(
        10,
        () -> {
          scene.faults(
              Fault.on("POST", COMMENT)
                  .replying(new Fault.Reply(422, Map.of(), Optional.of(body))));
          scene.resolves(1);
        });
    scene.run();
    scene.expectOneIssue(1, false, 1);
  }

  @Test
  @Scenario(
      row = 145,
      given = "The App's secret is missing for an hour while an alert fires",
      then = "Nothing was sent, so no attempt counts; afterwards one issue, without a search.")
  void secret_missing() {
    Scene scene = new Scene();
    Optional<String> secret = scene.pipeline().secret();
    scene.pipeline().secret(Optional.empty());
    scene.atMinute(0, () -> scene.fires(1));
    scene.atMinute(60, () -> scene.pipeline().secret(secret));
    scene.run();
    scene.expectOneIssue(1, true, 0);
    assertThat(scene.pipeline().gitHub().requests())
        .noneMatch(request -> request.method().equals("GET") && request.path().contains("?"));
  }

  @Test
  @Scenario(
      row = 146,
      given = "A whole group is quarantined, corrected and redriven a day later",
      then = "Its events keep their ids and their original time.")
  void redriven_message_keeps_its_time() {
    Scene scene = new Scene();
    scene.atMinute(0, () -> scene.send(Scene.incomplete(1)));
    scene.atMinute(5, () -> scene.resolves(1));
    scene.run();
    assertThat(scene.pipeline().queue().deadLetters())
        .singleElement()
        .satisfies(
            letter ->
                assertThat(letter.attributes())
                    .containsEntry("said_at", "2026-03-10T00:00:00.000Z"));
    DeadLetter letter = scene.pipeline().queue().deadLetters().getFirst();
    String corrected = letter.body().replace("\"team\"", "\"priority\":\"P2\",\"team\"");
    scene.at(
        Duration.ofDays(1), () -> scene.pipeline().queue().send(corrected, letter.attributes()));
    scene.run();
    assertThat(scene.issuesOf(1)).isEmpty();
  }

  @Test
  @Scenario(
      row = 160,
      given =
          "The row was written by the previous version (without event times), with an open"
              + " claim",
      then = "The next execution finishes the claim: one issue, which is closed.")
  void row_of_the_previous_version() {
    Scene scene = new Scene();
    // The response is lost and the process dies, so the claim stays.
    scene.faults(Fault.on("POST", CREATE).dropping().afterCommit().times(4));
    scene.atMinute(0, () -> scene.fires(1));
    scene.at(Duration.ofSeconds(3), () -> rewriteAsPreviousVersion(scene));
    scene.atMinute(20, () -> scene.resolves(1));
    scene.run();
    scene.expectOneIssue(1, false, 1);
    assertThat(
            VirtualDynamoDb.attribute(
                    scene.pipeline().dynamoDb().rows().getFirst(), "schema_version")
                .n())
        .isEqualTo("4");
  }

  @Test
  @Scenario(
      row = 163,
      given = "One message has two FIRINGs of an alert whose issue a person has closed",
      then = "Both events find the issue closed and are redelivered once; then both are skipped.")
  void two_events_of_one_message_find_the_issue_closed() {
    Scene scene = new Scene();
    scene.atMinute(0, () -> scene.fires(1));
    scene.atMinute(10, () -> scene.personCloses(1));
    scene.atMinute(20, () -> scene.send(scene.repeated(1), scene.repeated(1)));
    scene.run();
    scene.expectOneIssue(1, false, 0);
    assertThat(scene.pipeline().starter().executions()).isEqualTo(3);
    scene.expectAtRest();
  }

  private static void rewriteAsPreviousVersion(Scene scene) {
    Map<String, AttributeValue> row = new HashMap<>(scene.pipeline().dynamoDb().rows().getFirst());
    List.of(
            "last_said_at",
            "episode_said_at",
            "firing_at",
            "checked_for_duplicates",
            "repository",
            "sent_from",
            "sent_until")
        .forEach(row::remove);
    row.put("schema_version", AttributeValue.fromN("1"));
    Map<String, AttributeValue> pending =
        new HashMap<>(VirtualDynamoDb.attribute(row, "pending").m());
    List.of("said_at", "held", "refused", "failure", "sent_from", "sent_until")
        .forEach(pending::remove);
    row.put("pending", AttributeValue.fromM(pending));
    scene.pipeline().dynamoDb().put(row);
  }

  @Test
  @Scenario(
      row = 161,
      given = "A message quarantined by the previous version (without said_at) is redriven",
      then = "The time of the redrive counts; the event id is unchanged.")
  void message_quarantined_by_the_previous_version() {
    Scene scene = new Scene();
    String body = SimulatedAlert.payload(List.of(Scene.report(1, true, VirtualPipeline.START)));
    Map<String, String> attributes =
        Map.of(
            "error", "org.pytorch.alerting.normalize.InvalidAlertException",
            "diagnosis", "priority is missing",
            "message_id", "11111111-0000-4000-8000-000000000001",
            "body_encoding", "identity",
            "message_attributes", "{}");
    scene.atMinute(10, () -> scene.pipeline().queue().send(body, attributes));
    scene.atMinute(20, () -> scene.pipeline().queue().send(body, attributes));
    scene.run();
    scene.expectOneIssue(1, true, 0);
    assertThat(
            VirtualDynamoDb.attribute(
                    scene.pipeline().dynamoDb().rows().getFirst(), "recent_event_ids")
                .l())
        .extracting(AttributeValue::s)
        .containsExactly("11111111-0000-4000-8000-000000000001#0");
  }
}
