package org.pytorch.alerting.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pytorch.alerting.endtoend.GrafanaAlerts.firing;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.pytorch.alerting.stack.Project;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResultEntry;

/** Messages that cannot be handled are quarantined at once and affect no other message. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class QuarantineTest {
  private final RunningStack stack = new RunningStack();

  @AfterAll
  void close() {
    stack.close();
  }

  @Test
  void broken_payloads_are_quarantined_after_one_delivery_and_their_siblings_are_handled() {
    String cut = Project.payload("malformed/cut-json.json");
    String incomplete = Project.payload("grafana/missing-team-and-priority.json");
    List<String> ids = sendAsBatch(cut, firing("Sibling one"), incomplete, firing("Sibling two"));

    assertThat(ids)
        .allSatisfy(id -> assertThat(stack.awaitHandled(id).receiveCount()).isEqualTo(1));

    Map<String, String> letters = stack.deadLetters();
    assertThat(letters.get(cut)).contains("not JSON");
    assertThat(letters.values())
        .filteredOn(diagnosis -> diagnosis.contains("Disk nearly full"))
        .singleElement()
        .asString()
        .contains("no priority");
    assertThat(stack.issues("Sibling one")).hasSize(1);
    assertThat(stack.issues("Sibling two")).hasSize(1);
  }

  @Test
  void webhook_refuses_a_body_that_is_not_json_and_a_sender_without_a_token() {
    assertThat(new WebhookPost(stack.stack().description()).status("{", true)).isEqualTo(400);
    assertThat(new WebhookPost(stack.stack().description()).status("{}", false)).isEqualTo(401);
  }

  private List<String> sendAsBatch(String... bodies) {
    SendMessageBatchResponse response =
        stack
            .stack()
            .queues()
            .client()
            .sendMessageBatch(
                batch ->
                    batch
                        .queueUrl(stack.stack().queues().queueUrl())
                        .entries(
                            IntStream.range(0, bodies.length)
                                .mapToObj(
                                    i ->
                                        SendMessageBatchRequestEntry.builder()
                                            .id("m" + i)
                                            .messageBody(bodies[i])
                                            .build())
                                .toList()));
    assertThat(response.failed()).extracting(BatchResultErrorEntry::message).isEmpty();
    return response.successful().stream().map(SendMessageBatchResultEntry::messageId).toList();
  }
}
