package org.pytorch.alerting.bench.cost;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.model.json.Json;

class ExpressLogTest {
  private static final String ARN = "arn:aws:states:us-east-1:1:express:m:e:u";

  /** The format of the Developer Guide, with the event's id, type and details. */
  @Test
  void line_has_the_details_the_time_and_the_arn() {
    ExpressLog log =
        log(
            """
            {"timestamp": 1772608360.25, "type": "TaskStateEntered", "id": 2, "previousEventId": 1,
             "stateEnteredEventDetails": {"name": "Normalize", "input": "{\\"a\\":\\"é\\"}",
               "inputDetails": {"truncated": false}}}
            """);

    String expected =
        "{\"id\":\"2\",\"type\":\"TaskStateEntered\",\"details\":{\"name\":\"Normalize\","
            + "\"input\":\"{\\\"a\\\":\\\"é\\\"}\",\"inputDetails\":{\"truncated\":false}},"
            + "\"previous_event_id\":\"1\",\"event_timestamp\":\"1772608360250\","
            + "\"execution_arn\":\"arn:aws:states:us-east-1:1:express:m:e:u\","
            + "\"redrive_count\":\"0\"}";
    assertThat(log.lines(ExpressLog.Level.ALL)).containsExactly(expected);
    // One more than the number of characters: é takes two bytes.
    assertThat(log.bytes(ExpressLog.Level.ALL)).isEqualTo(expected.length() + 1);
  }

  @Test
  void event_without_details_is_logged_without_them() {
    ExpressLog log = log(event("MapStateSucceeded"));

    assertThat(log.lines(ExpressLog.Level.ALL).getFirst()).doesNotContain("details");
  }

  @Test
  void level_error_logs_nothing_of_a_successful_execution() {
    ExpressLog log =
        log(
            event("ExecutionStarted"),
            event("TaskStateEntered"),
            event("TaskSucceeded"),
            event("MapIterationSucceeded"),
            event("ExecutionSucceeded"));

    assertThat(log.bytes(ExpressLog.Level.ERROR)).isZero();
  }

  @Test
  void level_error_logs_failures() {
    ExpressLog log =
        log(
            event("TaskStateEntered"),
            event("TaskFailed"),
            event("TaskTimedOut"),
            event("MapIterationAborted"),
            event("FailStateEntered"),
            event("ExecutionFailed"));

    assertThat(log.lines(ExpressLog.Level.ERROR)).hasSize(5);
  }

  @Test
  void states_are_counted_on_entry() {
    ExpressLog log =
        log(event("TaskStateEntered"), event("TaskStateExited"), event("ChoiceStateEntered"));

    assertThat(log.statesEntered()).isEqualTo(2);
  }

  private static String event(String type) {
    return "{\"timestamp\": 1, \"type\": \"%s\", \"id\": 1, \"previousEventId\": 0}"
        .formatted(type);
  }

  private static ExpressLog log(String... events) {
    List<JsonNode> json =
        Arrays.stream(events).map(event -> Json.read(event, JsonNode.class)).toList();
    return new ExpressLog(ARN, json);
  }
}
