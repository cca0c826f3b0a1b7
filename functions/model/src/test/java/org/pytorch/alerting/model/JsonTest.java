package org.pytorch.alerting.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  private static final AlertEvent EVENT =
      AlertEvents.firing()
          .summary(Optional.of("Oldest message is 1840 s old"))
          .resource(
              new Resource(
                  Resource.Type.SERVICE,
                  Optional.of("berth-intake"),
                  Optional.empty(),
                  Optional.of(Map.of("queue", "berth-intake"))))
          .rawProvider(Optional.of(Json.mapper().createObjectNode().put("status", "firing")))
          .build();

  @Test
  void an_event_comes_back_as_it_was_written() {
    assertThat(Json.read(Json.write(EVENT), AlertEvent.class)).isEqualTo(EVENT);
  }

  @Test
  void an_event_without_the_providers_payload_comes_back_without() {
    AlertEvent bare = AlertEvents.firing().build();

    assertThat(Json.read(Json.write(bare), AlertEvent.class)).isEqualTo(bare);
  }

  @Test
  void names_are_snake_case_and_absent_fields_are_left_out() {
    JsonNode json = Json.read(Json.write(EVENT), JsonNode.class);

    assertThat(json.get("schema_version").asInt()).isEqualTo(1);
    assertThat(json.get("occurred_at").asText()).isEqualTo("2026-03-04T07:12:10.000Z");
    assertThat(json.at("/resource/type").asText()).isEqualTo("service");
    assertThat(json.at("/identity/alarm_id").asText()).isEqualTo("04ae3ef017b5425f");
    assertThat(json.has("description")).isFalse();
    assertThat(json.get("resource").has("region")).isFalse();
  }

  @Test
  void a_decision_names_its_claim_and_its_issue() {
    Decision decision =
        new Decision(
            AlertAction.COMMENT,
            "still firing",
            Fingerprint.of(EVENT),
            2,
            false,
            Optional.of(
                new Claim(
                    EventId.of("m", 0),
                    EVENT,
                    new ClaimToken("arn#0"),
                    1,
                    Instant.parse("2026-03-04T07:13:00.123456Z"))),
            Optional.of(new IssueRef("tidewater/alerts", 42)));

    JsonNode json = Json.read(Json.write(decision), JsonNode.class);

    assertThat(json.at("/claim/event_id").asText()).isEqualTo("m#0");
    assertThat(json.at("/claim/token").asText()).isEqualTo("arn#0");
    assertThat(json.at("/claim/claimed_at").asText()).isEqualTo("2026-03-04T07:13:00.123Z");
    assertThat(json.at("/issue/number").asLong()).isEqualTo(42);
    assertThat(json.at("/help").isBoolean()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-03-04T07:12:10Z",
        "2026-03-04T08:12:10+01:00",
        "2026-03-04T07:12:10.000000000Z"
      })
  void times_are_read_with_any_offset_and_precision(String text) {
    assertThat(Json.read("\"" + text + "\"", Instant.class))
        .isEqualTo(Instant.parse("2026-03-04T07:12:10Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "[]", "{} {}", "{\"repo\":\"a\",\"number\":1}", "{\"repo\":\"a/b\"}"})
  void what_is_not_the_record_is_an_illegal_argument(String text) {
    assertThatThrownBy(() -> Json.read(text, IssueRef.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("IssueRef");
  }

  @Test
  void nesting_beyond_the_limit_is_refused_without_a_stack_overflow() {
    String deep = "[".repeat(100_000);

    assertThatThrownBy(() -> Json.read(deep, JsonNode.class))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
