package org.pytorch.alerting.endtoend.wholerun;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.stack.FunctionName;
import org.pytorch.alerting.stack.Project;
import org.pytorch.alerting.stack.journal.StackEvent.MessageFailed;
import org.pytorch.alerting.stack.journal.StackEvent.MessageHandled;

/** The functions' log lines of a whole run, as the saved queries of {@code infra} read them. */
@ExtendWith(WholeRun.Shared.class)
final class FunctionLogTest {
  private final WholeRun run;
  private final List<JsonNode> lines;

  FunctionLogTest(WholeRun run) {
    this.run = run;
    this.lines = run.functionLines().stream().map(line -> Json.read(line, JsonNode.class)).toList();
  }

  @Test
  void every_line_is_a_json_object_with_time_level_and_function() {
    Set<String> functions =
        Arrays.stream(FunctionName.values()).map(FunctionName::text).collect(toSet());

    assertThat(lines).hasSizeGreaterThan(300).allMatch(JsonNode::isObject);
    assertThat(lines).extracting(line -> text(line, "function")).containsAll(functions);
    for (JsonNode line : lines) {
      assertThat(Instant.parse(text(line, "timestamp"))).isAfterOrEqualTo(run.startedAt());
      assertThat(text(line, "level")).isIn("INFO", "WARN", "ERROR");
      assertThat(text(line, "function")).isIn(functions);
      assertThat(line.has("message") || line.has("_aws")).as("%s", line).isTrue();
    }
    assertThat(
            lines.stream()
                .filter(line -> line.has("message"))
                .flatMap(line -> line.properties().stream().map(Map.Entry::getKey)))
        .allMatch(name -> name.matches("[a-z][a-z0-9_]*"));
  }

  @Test
  void every_error_line_has_a_cause_or_a_remedy() {
    assertThat(lines)
        .filteredOn(line -> text(line, "level").equals("ERROR"))
        .hasSizeGreaterThan(8)
        .allMatch(
            line ->
                Stream.of("remedy", "diagnosis", "problem", "error", "reason")
                    .anyMatch(field -> !text(line, field).isBlank()));
  }

  @Test
  void line_of_a_normalized_alert_has_the_whole_event() {
    List<JsonNode> normalized = messages("NORMALIZED_ALERT").toList();

    assertThat(normalized)
        .allSatisfy(
            line ->
                assertThat(Json.mapper().valueToTree(event(line)).toString())
                    .isEqualTo(line.path("event").toString()))
        .allSatisfy(line -> assertThat(text(line, "title")).isEqualTo(event(line).title()));
    JsonNode expected =
        Json.read(Project.payload("alertmanager/firing.expected.json"), JsonNode.class)
            .at("/alerts/0");
    assertThat(normalized)
        .filteredOn(line -> text(line, "source").equals("alertmanager"))
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.path("fingerprint")).isEqualTo(expected.path("fingerprint"));
              ObjectNode event = line.path("event").deepCopy();
              // The payload is not part of the event, so no line has it.
              assertThat(event).isEqualTo(expected.path("event"));
            });
  }

  /** The saved query {@code story-of-an-alert}. */
  @Test
  void fingerprint_finds_all_lines_of_an_alert() {
    String fingerprint =
        messages("NORMALIZED_ALERT")
            .filter(line -> text(line, "title").equals("Story"))
            .map(line -> text(line, "fingerprint"))
            .findFirst()
            .orElseThrow();

    assertThat(lines)
        .filteredOn(line -> text(line, "fingerprint").equals(fingerprint))
        .extracting(
            line ->
                "%s %s".formatted(text(line, "message"), line.path("action").asText("")).strip())
        .containsExactly(
            "NORMALIZED_ALERT",
            "Alert decided CREATE",
            "GitHub action done CREATE",
            "Outcome recorded CREATE",
            "NORMALIZED_ALERT",
            "Alert decided COMMENT",
            "GitHub action done COMMENT",
            "Outcome recorded COMMENT",
            "NORMALIZED_ALERT",
            "Alert decided CLOSE",
            "GitHub action done CLOSE",
            "Outcome recorded CLOSE");
  }

  @Test
  void message_can_be_followed_from_the_webhook_to_github() {
    Set<String> normalized =
        messages("Message normalized").map(line -> text(line, "delivery_id")).collect(toSet());
    // Messages that cannot be normalized have another line.
    messages("Message cannot be normalized: its sender has to fix it")
        .forEach(line -> normalized.add(text(line, "delivery_id")));
    assertThat(messages("Alert accepted"))
        .hasSize(18)
        .allSatisfy(
            line ->
                assertThat(line.path("delivery_ids"))
                    .hasSize(1)
                    .allMatch(id -> normalized.contains(id.asText())));

    Set<String> executions =
        Stream.of("Message handled", "Message postponed; it will be redelivered")
            .flatMap(this::messages)
            .map(line -> text(line, "arn"))
            .collect(toSet());
    assertThat(messages("GitHub action done"))
        .allSatisfy(
            line -> {
              assertThat(text(line, "execution")).isIn(executions);
              assertThat(text(line, "event_id")).startsWith(text(line, "delivery_id") + "#");
              assertThat(text(line, "delivery_id")).isIn(normalized);
              assertThat(text(line, "execution")).contains(":" + text(line, "message_id") + "-");
            });
  }

  /** The saved query {@code quarantined-messages}, which must not match metric lines. */
  @Test
  void diagnosis_of_each_dead_letter_is_in_the_log() throws Exception {
    assertThat(Files.readString(Project.root().resolve("infra/dashboard.tf")))
        .contains(
            "filter ispresent(message) and (ispresent(diagnosis) or error = \"MessageTooBig\""
                + " or action = \"REJECT\" or action = \"GIVE_UP\")");
    List<String> found =
        lines.stream()
            .filter(
                line -> Set.of("normalize", "starter", "decide").contains(text(line, "function")))
            .filter(line -> line.has("message"))
            .filter(
                line ->
                    line.has("diagnosis")
                        || text(line, "error").equals("MessageTooBig")
                        || Set.of("REJECT", "GIVE_UP").contains(text(line, "action")))
            .flatMap(line -> Stream.of("diagnosis", "remedy", "reason").map(f -> text(line, f)))
            .toList();

    assertThat(run.stack().deadLetters()).hasSize(6);
    assertThat(found).containsAll(run.stack().deadLetters().values());
  }

  /** The saved query {@code slowest-executions}. */
  @Test
  void each_delivery_has_a_line_with_its_execution_and_its_duration() {
    assertThat(lines)
        .filteredOn(line -> text(line, "function").equals("starter") && line.has("execution"))
        .hasSize(deliveries())
        .allMatch(line -> line.path("duration_ms").isIntegralNumber())
        .allMatch(
            line ->
                text(line, "execution")
                    .equals(
                        "%s-%s"
                            .formatted(
                                text(line, "message_id"), line.path("receive_count").asText())));
  }

  @Test
  void each_line_about_a_message_has_both_of_its_ids() {
    assertThat(lines)
        .filteredOn(line -> line.has("message_id") || line.has("event_id"))
        .extracting(line -> text(line, "function"))
        .contains("webhook", "starter", "normalize", "decide", "record", "github");
    assertThat(lines)
        .filteredOn(line -> line.has("message_id") || line.has("event_id"))
        .allSatisfy(
            line -> {
              assertThat(text(line, "message_id")).as("%s", line).isNotEmpty();
              assertThat(text(line, "delivery_id")).as("%s", line).isNotEmpty();
            });
  }

  private Stream<JsonNode> messages(String message) {
    return lines.stream().filter(line -> text(line, "message").equals(message));
  }

  private static String text(JsonNode line, String field) {
    return line.path(field).asText("");
  }

  private static AlertEvent event(JsonNode line) {
    return Json.read(line.path("event").toString(), AlertEvent.class);
  }

  private int deliveries() {
    return run.stack().stack().journal().events(MessageHandled.class).size()
        + run.stack().stack().journal().events(MessageFailed.class).size();
  }
}
