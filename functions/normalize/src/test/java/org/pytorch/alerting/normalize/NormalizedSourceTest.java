package org.pytorch.alerting.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pytorch.alerting.normalize.Messages.event;
import static org.pytorch.alerting.normalize.Messages.normalize;
import static org.pytorch.alerting.normalize.Messages.payload;
import static org.pytorch.alerting.normalize.Messages.rejection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.json.Json;

class NormalizedSourceTest {
  private static final String FIRING = "normalized/firing.json";

  @Test
  void an_event_of_ours_is_taken_as_it_is() {
    assertThat(event(payload(FIRING, json -> {})))
        .isEqualTo(Json.read(TestData.text(FIRING), AlertEvent.class));
  }

  /** What a source made of its provider's payload means the same to us when it is sent again. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "grafana/hostile-content.json",
        "grafana/long-texts.json",
        "cloudwatch/metric-math.json",
        "normalized/cosmetic-faults.json"
      })
  void normalising_twice_gives_the_same(String name) {
    AlertEvent once = event(payload(name, json -> {}));

    assertThat(List.of("normalized", once.source()))
        .allSatisfy(
            source ->
                assertThat(normalize(Json.write(once), Map.of("source", source)).alerts())
                    .singleElement()
                    .satisfies(again -> assertThat(Messages.told(again)).isEqualTo(once)));
  }

  /** Or it could close the issues of another sender's alerts, whose identity stands in them. */
  @ParameterizedTest
  @CsvSource({
    "normalized, yardwatch, yardwatch",
    "normalized, grafana, grafana",
    "Normalized, AlertManager, alertmanager",
    "'', cloudwatch, cloudwatch",
    "'', yardwatch, yardwatch",
    "yardwatch, backup, yardwatch",
    "yardwatch, grafana, yardwatch",
    "grafana, cloudwatch, grafana",
    "grafana, grafana, grafana"
  })
  void a_sender_speaks_for_itself_and_a_relay_for_anybody(
      String sender, String claimed, String source) {
    JsonNode forged = payload(FIRING, json -> json.put("source", claimed));

    assertThat(normalize(forged.toString(), Map.of("source", sender)).alerts())
        .singleElement()
        .satisfies(alert -> assertThat(alert.event().orElseThrow().source()).isEqualTo(source));
  }

  @Test
  void resource_that_a_template_has_left_is_none() {
    JsonNode left =
        payload(
            FIRING, json -> ((ObjectNode) json.get("resource")).put("id", "{{ $labels.runner }}"));

    assertThat(event(left).resource().id()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"title, 'no title: send \"title\"'", "state, 'no state: send \"state\"'"})
  void what_cannot_be_guessed_is_named(String field, String problem) {
    assertThatThrownBy(() -> normalize(payload(FIRING, json -> json.remove(field))))
        .isInstanceOf(InvalidAlertException.class)
        .hasMessageContaining(problem);
  }

  @ParameterizedTest
  @CsvSource({
    "schema_version, '2', schema_version",
    "title, '5', no title",
    "title, '{}', no title",
    "state, 'true', state \"true\" is not known"
  })
  void what_breaks_the_schema_and_cannot_be_guessed_is_refused(
      String field, String value, String problem) {
    assertThatThrownBy(
            () ->
                normalize(
                    payload(FIRING, json -> json.set(field, Json.read(value, JsonNode.class)))))
        .isInstanceOf(InvalidAlertException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void team_and_teams_stand_in_for_each_other_and_team_is_the_owner() {
    assertThat(event(payload(FIRING, json -> json.remove("teams"))).teams())
        .containsExactly("yard");
    assertThat(event(payload(FIRING, json -> json.remove("team"))).teams())
        .containsExactly("yard", "dev-infra");
    assertThat(event(payload(FIRING, json -> json.put("team", "Dev Infra"))).teams())
        .containsExactly("dev-infra", "yard");
  }

  @Test
  void a_firing_without_team_or_priority_is_incomplete_and_a_resolve_is_not() {
    JsonNode firing =
        payload(
            FIRING,
            json -> {
              json.put("priority", "P4");
              json.remove(List.of("team", "teams"));
            });
    JsonNode resolved = ((ObjectNode) firing.deepCopy()).put("state", "RESOLVED");

    assertThat(rejection(firing))
        .contains("no team: send \"teams\"", "priority \"P4\" is not one of");
    assertThat(normalize(resolved).alerts())
        .singleElement()
        .satisfies(alert -> assertThat(alert.rejection()).isEmpty());
    assertThat(event(resolved).isComplete()).isFalse();
  }

  @Test
  void the_attribute_alone_tells_an_event_without_a_version() {
    String body = payload(FIRING, json -> json.remove("schema_version")).toString();

    assertThat(Messages.normalize(body, Map.of("source", "normalized")).alerts()).hasSize(1);
    assertThatThrownBy(() -> Messages.normalize(body, Map.of())).hasMessageContaining("no source");
  }
}
