package org.pytorch.alerting.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pytorch.alerting.endtoend.GrafanaAlerts.firing;
import static org.pytorch.alerting.endtoend.GrafanaAlerts.resolved;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.pytorch.alerting.fakegithub.fault.Fault;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.stack.aws.lambda.LambdaResult;
import org.pytorch.alerting.stack.journal.StackEvent;

/** Faults at GitHub, redeliveries and duplicates: one issue in each case. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FaultsTest {
  private static final String CREATE = "/repos/.*/issues$";

  private final RunningStack stack = new RunningStack();

  @AfterAll
  void close() {
    stack.close();
  }

  @BeforeEach
  void clearFaults() {
    stack.gitHub().faults(List.of());
  }

  @Test
  void same_message_delivered_three_times_gives_one_issue_and_no_comment() {
    String event = sqsEvent(firing("Thrice"));

    for (int delivery = 1; delivery <= 3; delivery++) {
      assertThat(stack.stack().lambda().invoke("starter", event))
          .isEqualTo(new LambdaResult.Answered("{\"batchItemFailures\":[]}"));
    }

    assertThat(stack.issues("Thrice"))
        .singleElement()
        .satisfies(issue -> assertThat(stack.comments(issue)).isEmpty());
  }

  @Test
  void create_that_fails_with_500_is_retried_and_gives_one_issue() {
    stack.gitHub().faults(List.of(Fault.on("POST", CREATE).answering(500)));

    stack.sendAndAwait(firing("Failed"));

    assertThat(stack.issues("Failed")).hasSize(1);
    assertThat(stack.gitHub().faults()).isEmpty();
  }

  @Test
  void create_whose_response_is_lost_is_found_and_gives_one_issue() {
    stack.gitHub().faults(List.of(Fault.on("POST", CREATE).dropping().afterCommit()));

    stack.sendAndAwait(firing("Response lost"));

    assertThat(stack.issues("Response lost")).hasSize(1);
    assertThat(stack.gitHub().faults()).isEmpty();
  }

  @Test
  void create_that_github_refuses_permanently_is_given_up_and_the_next_firing_opens_an_issue() {
    stack.gitHub().faults(List.of(Fault.on("POST", CREATE).answering(422)));
    stack.sendAndAwait(firing("Given up"));

    assertThat(stack.issues("Given up")).isEmpty();
    assertThat(stack.deadLetters().values())
        .anySatisfy(diagnosis -> assertThat(diagnosis).contains("given up", "GitHub refuses it"));
    stack.awaitNoClaimPending();
    stack.sendAndAwait(firing("Given up"));
    assertThat(stack.issues("Given up")).hasSize(1);
  }

  @Test
  void message_whose_create_had_no_access_is_redelivered_and_gives_one_issue() {
    stack.gitHub().faults(List.of(Fault.on("POST", CREATE).answering(401).times(2)));
    String id = stack.send(firing("Refused"));

    StackEvent.MessageFailed failed = stack.awaitFailed(id);
    assertThat(stack.issues("Refused")).isEmpty();
    stack.redeliver(failed);

    assertThat(stack.awaitHandled(id).receiveCount()).isEqualTo(2);
    assertThat(stack.issues("Refused")).hasSize(1);
    stack.awaitNoClaimPending();
  }

  @Test
  void failed_message_is_hidden_for_30_seconds_instead_of_the_queues_visibility_timeout() {
    stack.gitHub().faults(List.of(Fault.on("POST", CREATE).answering(401).times(2)));
    String id = stack.send(firing("Hidden"));
    StackEvent.MessageFailed failed = stack.awaitFailed(id);

    assertThat(stack.stack().journal().events(StackEvent.LogLine.class))
        .filteredOn(line -> line.text("message").startsWith("Execution failed"))
        .filteredOn(line -> line.text("message_id").equals(id))
        .singleElement()
        .satisfies(line -> assertThat(line.line().path("retry_after_s").asInt()).isBetween(24, 30));
    stack.redeliver(failed);
    stack.awaitHandled(id);
  }

  @Test
  void two_duplicates_of_a_firing_at_the_same_time_give_one_issue() {
    String first = stack.send(firing("Duplicates"));
    String second = stack.send(firing("Duplicates"));

    stack.awaitHandled(first);
    stack.awaitHandled(second);

    assertThat(stack.issues("Duplicates")).hasSize(1);
  }

  @Test
  void resolved_that_arrives_while_the_create_is_running_ends_with_a_closed_issue() {
    stack.gitHub().faults(List.of(Fault.on("POST", CREATE).delayed(Duration.ofSeconds(2))));
    String firing = stack.send(firing("Overtaken"));
    stack.awaitDecided("Overtaken", "CREATE");

    stack.sendAndAwait(resolved("Overtaken"));
    stack.awaitHandled(firing);

    assertThat(stack.issues("Overtaken"))
        .singleElement()
        .satisfies(issue -> assertThat(issue.status().open()).isFalse());
  }

  private static String sqsEvent(String body) {
    return Json.write(
        Map.of(
            "Records",
            List.of(
                Map.of(
                    "messageId",
                    "11111111-2222-4333-8444-555555555555",
                    "receiptHandle",
                    "none",
                    "body",
                    body,
                    "attributes",
                    Map.of("ApproximateReceiveCount", "1", "SentTimestamp", "1772608331000")))));
  }
}
