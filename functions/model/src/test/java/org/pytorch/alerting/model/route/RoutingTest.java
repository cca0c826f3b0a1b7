package org.pytorch.alerting.model.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.model.json.Json;

class RoutingTest {
  private static final String FULL =
      """
      {"route":"harbor","repository":"acme/harbor","labels":["oncall",{"color":"d73a4a","name":"urgent"}],
       "assignees":["olivia"],"drop":true,"maintenance":"move",
       "maintenance_until":"2026-03-04T09:00:00.000Z",
       "lifecycle":{"repeats":"silent","reminder":"1d","reopen":"0s","hold_close":"15m",
         "close":"on_resolve","storm":{"per_rule":10,"issues":30,"per":"10m","bypass":["P0"]},
         "group_by":["labels.uid"],"one_shot":{"close_after":"36h"}}}
      """;

  @Test
  void whole_routing_comes_back_the_same() {
    Routing routing = Json.read(FULL, Routing.class);

    assertThat(Json.read(Json.write(routing), JsonNode.class))
        .isEqualTo(Json.read(FULL, JsonNode.class));
    assertThat(Json.read(Json.write(routing), Routing.class)).isEqualTo(routing);
  }

  @Test
  void end_of_a_maintenance_is_in_milliseconds_and_never_too_early() {
    RoutingBuilder inMaintenance =
        RoutingBuilder.builder()
            .route("harbor")
            .maintenance(Optional.of("move"))
            .maintenanceUntil(Optional.of(Instant.parse("2026-03-04T09:00:00.000001Z")));

    assertThat(inMaintenance.build().maintenanceUntil())
        .contains(Instant.parse("2026-03-04T09:00:00.001Z"));
    assertThat(inMaintenance.maintenance(Optional.empty()).build().maintenanceUntil()).isEmpty();
  }

  @Test
  void what_is_not_set_is_left_out() {
    Routing routing =
        Json.read(
            "{\"route\": \"harbor\", \"drop\": false, \"lifecycle\": {}, \"assignees\": null}",
            Routing.class);

    assertThat(Json.write(routing)).isEqualTo("{\"route\":\"harbor\"}");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0s",
    "0s, 0, 0s",
    "90s, 90, 90s",
    "120s, 120, 2m",
    "24h, 86400, 1d",
    "366d, 31622400, 366d"
  })
  void time_is_a_number_and_a_unit(String text, long seconds, String canonical) {
    assertThat(Span.of(text)).isEqualTo(new Span(seconds)).hasToString(canonical);
    assertThat(Span.of(text).duration().toSeconds()).isEqualTo(seconds);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "24", "h", "-1h", "1w", "1.5h", "1h30m", " 1h", "367d", "999999999s"})
  void other_texts_are_no_time(String text) {
    assertThat(Span.parse(text)).isEmpty();
    assertThatThrownBy(() -> Span.of(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"route\":\" \"}",
        "{\"route\":\"a\",\"labels\":[\"\"]}",
        "{\"route\":\"a\",\"labels\":[{\"color\":\"d73a4a\"}]}",
        "{\"route\":\"a\",\"labels\":[{\"name\":\"b\",\"color\":\"red\"}]}",
        "{\"route\":\"a\",\"lifecycle\":{\"repeats\":\"loud\"}}",
        "{\"route\":\"a\",\"lifecycle\":{\"reopen\":\"soon\"}}"
      })
  void what_no_policy_can_say_is_refused(String json) {
    assertThatThrownBy(() -> Json.read(json, Routing.class))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
