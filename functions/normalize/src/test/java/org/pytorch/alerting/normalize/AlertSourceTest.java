package org.pytorch.alerting.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.AlertState;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.normalize.grouped.AlertmanagerSource;
import org.pytorch.alerting.normalize.grouped.GrafanaSource;
import org.pytorch.alerting.normalize.source.EventDraft;
import org.pytorch.alerting.normalize.source.Reading;
import org.pytorch.alerting.normalize.source.SeverityPriorities;
import org.pytorch.alerting.normalize.source.Wording;

/** What the documentation promises to somebody who adds a source. */
class AlertSourceTest {
  private static final Wording WORDING = new Wording("t", "s", "p", "o");

  @Test
  void the_documented_example_is_the_one_that_is_tested_here() {
    String source =
        TestData.text(
            "../functions/normalize/src/test/java/org/pytorch/alerting/normalize/YardwatchSource.java");

    assertThat(TestData.text("../docs/adding-a-source.md"))
        .contains(source.substring(source.indexOf("final class YardwatchSource")));
  }

  @Test
  void the_documented_example_works() {
    String good =
        """
        {"yardwatch_version": 1, "name": "Crane 4", "status": "down", "priority": 1,
         "owner": "Yard Crew", "since": "2026-03-09T16:59:17Z", "check_id": "crane-4"}
        """;

    AlertEvent event = ((Reading.Accepted) read(good)).event();

    assertThat(event.source()).isEqualTo("yardwatch");
    assertThat(event.state()).isEqualTo(AlertState.FIRING);
    assertThat(event.team()).contains("yard-crew");
    assertThat(event.identity().alarmId()).contains("crane-4");
    assertThat(read(good.replace("down", "up").replace("owner", "boss")))
        .isInstanceOf(Reading.Accepted.class);
    assertThat(read(good.replace("owner", "boss")))
        .isInstanceOfSatisfying(
            Reading.Incomplete.class,
            incomplete ->
                assertThat(incomplete.problems())
                    .containsExactly("no team: set the check's \"owner\" to the name of a team"));
    assertThat(read(good.replace("down", "asleep").replace("owner", "boss")))
        .isEqualTo(
            new Reading.Rejected(
                "Crane 4",
                List.of(
                    "state \"asleep\" is not known: \"status\" has to be down or up",
                    "no team: set the check's \"owner\" to the name of a team")));
  }

  @Test
  void what_the_record_refuses_is_a_rejected_alert_and_no_exception() {
    Reading reading =
        new EventDraft("Not A Source", WORDING)
            .title(Stream.of("Crane 4"))
            .state(AlertState.FIRING)
            .priority(Stream.of("P1"))
            .teams(Stream.of("yard"))
            .occurredAt(Stream.empty(), TestData.SENT_AT)
            .finish();

    assertThat(reading)
        .isInstanceOfSatisfying(
            Reading.Rejected.class,
            rejected ->
                assertThat(rejected.problems())
                    .singleElement()
                    .asString()
                    .contains("source is not"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"version": "4", "alerts": [{}]}                                | false | true
          {"version": "4", "alerts": [{}], "orgId": 1}                    | true  | false
          {"version": "4", "alerts": [{"valueString": "x"}]}              | true  | false
          {"version": "4", "alerts": [{}, {"valueString": "x"}]}          | false | true
          {"version": "1", "alerts": [{}]}                                | true  | false
          {"alerts": [{"silenceURL": "x"}]}                               | true  | false
          {"alerts": [{}]}                                                | true  | true
          """)
  void group_with_members_of_grafana_only_is_grafanas(
      String payload, boolean grafana, boolean alertmanager) {
    ObjectNode json = (ObjectNode) Json.read(payload, JsonNode.class);

    assertThat(new GrafanaSource().recognizes(json)).isEqualTo(grafana);
    assertThat(new AlertmanagerSource(SeverityPriorities.defaults()).recognizes(json))
        .isEqualTo(alertmanager);
  }

  @ParameterizedTest
  @ValueSource(strings = {"grafana", "alertmanager"})
  void name_of_the_sender_decides_where_two_sources_have_the_shape(String name) {
    ObjectNode json = (ObjectNode) Json.read("{\"alerts\": [{}]}", JsonNode.class);

    assertThat(Messages.SOURCES.of(json, name).name()).isEqualTo(name);
  }

  private static Reading read(String payload) {
    YardwatchSource source = new YardwatchSource();
    ObjectNode json = (ObjectNode) Json.read(payload, JsonNode.class);
    assertThat(source.recognizes(json)).isTrue();
    return source.read(json, source.alerts(json), TestData.SENT_AT).getFirst();
  }
}
