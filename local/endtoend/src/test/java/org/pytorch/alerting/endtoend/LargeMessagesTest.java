package org.pytorch.alerting.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.stack.Project;

/** Messages that are too large for a state machine's input. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LargeMessagesTest {
  private static final int STATE_INPUT_BYTES = 262_144;

  private final RunningStack stack = new RunningStack();

  @AfterAll
  void close() {
    stack.close();
  }

  @Test
  void group_of_a_hundred_alerts_of_one_rule_opens_as_many_issues_as_a_storm_may() {
    String group = Project.payload("grafana/group-of-100.json");

    assertThat(stack.sendAndAwaitParts(group))
        .hasSize(10)
        .allSatisfy(part -> assertThat(part.receiveCount()).isEqualTo(1));

    stack.await(
        "ten issues and the one that the others share",
        () ->
            Optional.of(stack.issues("Disk fills within a day"))
                .filter(issues -> issues.size() == 11),
        () -> "");
    stack.awaitNoClaimPending();
  }

  @Test
  void payload_over_256_kib_is_split_and_handled() {
    String large = withLongTexts(Project.payload("grafana/group-of-three.json"));
    assertThat(large.getBytes(StandardCharsets.UTF_8)).hasSizeGreaterThan(STATE_INPUT_BYTES);

    assertThat(stack.sendAndAwaitParts(large))
        .hasSize(3)
        .allSatisfy(part -> assertThat(part.receiveCount()).isEqualTo(1));

    assertThat(stack.issues("Queue age too high")).hasSize(3);
  }

  @Test
  void alerts_truncated_by_their_sender_open_an_issue_for_its_operators() {
    ObjectNode group = Json.read(Project.payload("grafana/group-of-three.json"), ObjectNode.class);
    group.put("receiver", "cut \\[short\\]").put("truncatedAlerts", 7);

    assertThat(stack.sendAndAwaitParts(Json.write(group))).hasSize(2);

    assertThat(stack.issues("were cut off before they reached us"))
        .singleElement()
        .satisfies(issue -> assertThat(issue.body().orElseThrow()).contains("7 more", "harbor"));
  }

  private static String withLongTexts(String payload) {
    JsonNode group = Json.read(payload, JsonNode.class);
    group
        .path("alerts")
        .forEach(
            alert ->
                ((ObjectNode) alert.path("annotations"))
                    .put("description", "The queue is \"old\". ".repeat(5_000)));
    return Json.write(group);
  }
}
