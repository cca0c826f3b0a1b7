package org.pytorch.alerting.model.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.AlertEvents;
import org.pytorch.alerting.model.AlertState;
import org.pytorch.alerting.model.EventId;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.Resource;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.Claim;
import org.pytorch.alerting.model.action.ClaimToken;
import org.pytorch.alerting.model.action.Decision;
import org.pytorch.alerting.model.action.Outcome;
import org.pytorch.alerting.model.action.ReasonCode;
import org.pytorch.alerting.model.action.SentWindow;
import org.pytorch.alerting.model.message.NormalizedMessage;
import org.pytorch.alerting.model.status.IssueRef;

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
  void a_resolve_without_team_and_priority_comes_back_as_it_was_written() {
    AlertEvent event =
        AlertEvents.firing()
            .state(AlertState.RESOLVED)
            .priority(Optional.empty())
            .teams(List.of())
            .build();
    JsonNode json = Json.read(Json.write(event), JsonNode.class);

    assertThat(Json.read(json.toString(), AlertEvent.class)).isEqualTo(event);
    assertThat(json.has("priority") || json.has("team") || json.has("complete")).isFalse();
    ((ObjectNode) json).remove("teams");
    assertThat(Json.read(json.toString(), AlertEvent.class)).isEqualTo(event);
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
  void an_action_names_its_claim_its_issue_and_its_turn() {
    Decision.Act decision =
        new Decision.Act(
            AlertAction.COMMENT,
            ReasonCode.STILL_FIRING,
            "still firing",
            Fingerprint.of(EVENT),
            2,
            false,
            new Claim(
                EventId.of("m", 0),
                Instant.parse("2026-03-04T07:12:59Z"),
                new ClaimToken("arn#0"),
                2,
                Instant.parse("2026-03-04T07:13:00.123456Z"),
                Optional.of(
                    new SentWindow(
                        Instant.parse("2026-03-04T07:12:59.5Z"),
                        Instant.parse("2026-03-04T07:13:00Z"))),
                "tidewater/alerts"),
            Optional.empty(),
            Optional.of(new IssueRef("tidewater/alerts", 42)),
            Optional.empty(),
            true,
            Instant.parse("2026-03-04T07:13:07.123987Z"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    JsonNode json = Json.read(Json.write(decision), JsonNode.class);

    assertThat(json.at("/action").asText()).isEqualTo("COMMENT");
    assertThat(json.at("/code").asText()).isEqualTo("STILL_FIRING");
    assertThat(json.at("/claim/event_id").asText()).isEqualTo("m#0");
    assertThat(json.at("/claim/token").asText()).isEqualTo("arn#0");
    assertThat(json.at("/claim/claimed_at").asText()).isEqualTo("2026-03-04T07:13:00.123Z");
    assertThat(json.at("/claim/said_at").asText()).isEqualTo("2026-03-04T07:12:59.000Z");
    assertThat(json.at("/claim/sent/until").asText()).isEqualTo("2026-03-04T07:13:00.000Z");
    assertThat(json.at("/claim/repository").asText()).isEqualTo("tidewater/alerts");
    assertThat(json.at("/claim").has("event")).isFalse();
    assertThat(json.at("/issue/number").asLong()).isEqualTo(42);
    assertThat(json.at("/not_before").asText()).isEqualTo("2026-03-04T07:13:07.123Z");
    assertThat(json.has("former_issue")).isFalse();
    assertThat(json.has("event")).isFalse();
    assertThat(json.at("/checked_for_duplicates").isBoolean()).isTrue();
    assertThat(json.at("/help").isBoolean()).isTrue();
  }

  @Test
  void a_skip_names_no_claim_and_no_turn() {
    JsonNode json =
        Json.read(
            Json.write(
                new Decision.Skip(
                    AlertAction.SKIP_STALE,
                    ReasonCode.DUPLICATE,
                    "handled",
                    Fingerprint.of(EVENT),
                    2,
                    Optional.empty())),
            JsonNode.class);

    assertThat(json.properties().stream().map(Map.Entry::getKey))
        .containsExactly("action", "code", "reason", "fingerprint", "episode");
  }

  @Test
  void a_postponement_says_when_to_come_back() {
    JsonNode json =
        Json.read(
            Json.write(
                new Decision.Postpone(
                    ReasonCode.NO_TURN,
                    "no turn",
                    Fingerprint.of(EVENT),
                    Instant.parse("2026-03-04T07:13:07.123987Z"))),
            JsonNode.class);

    assertThat(json.at("/action").asText()).isEqualTo("POSTPONE");
    assertThat(json.at("/code").asText()).isEqualTo("NO_TURN");
    assertThat(json.at("/retry_at").asText()).isEqualTo("2026-03-04T07:13:07.123Z");
    // The state machine waits for a turn wherever there is one.
    assertThat(json.has("not_before")).isFalse();
    assertThat(json.has("claim")).isFalse();
  }

  /** A path of the state machine to a member that is missing fails the execution. */
  @Test
  void an_alert_writes_its_absent_members_as_null() {
    NormalizedMessage.NormalizedAlert complete =
        new NormalizedMessage.NormalizedAlert(
            EventId.of("m", 0),
            Fingerprint.of(EVENT),
            Optional.of(EVENT),
            Optional.empty(),
            Optional.empty());
    NormalizedMessage.NormalizedAlert unreadable =
        new NormalizedMessage.NormalizedAlert(
            EventId.of("m", 1),
            Fingerprint.ofUnreadable(EventId.of("m", 1)),
            Optional.empty(),
            Optional.of("H4sI"),
            Optional.of(
                new NormalizedMessage.RejectedAlerts(
                    "no JSON", "x", BodyEncoding.IDENTITY, Map.of())));

    JsonNode json = Json.read(Json.write(List.of(complete, unreadable)), JsonNode.class);

    for (JsonNode alert : json) {
      assertThat(alert.properties().stream().map(Map.Entry::getKey))
          .containsExactly("event_id", "fingerprint", "event", "payload", "rejection", "check");
    }
    assertThat(json.at("/0/payload").isNull()).isTrue();
    assertThat(json.at("/0/rejection").isNull()).isTrue();
    // The event itself leaves out what it lacks.
    assertThat(json.at("/0/event").has("description")).isFalse();
    assertThat(json.at("/1/event").isNull()).isTrue();
    assertThat(json.at("/1/payload").asText()).isEqualTo("H4sI");
    assertThat(json.at("/1/rejection/diagnosis").asText()).isEqualTo("no JSON");
    assertThat(Json.read(json.get(1).toString(), NormalizedMessage.NormalizedAlert.class))
        .isEqualTo(unreadable);
  }

  @Test
  void a_limited_outcome_says_until_when() {
    Outcome limited = Outcome.rateLimited(Instant.parse("2026-03-04T07:13:07Z"), "429");

    JsonNode json = Json.read(Json.write(limited), JsonNode.class);

    assertThat(json.at("/result").asText()).isEqualTo("rate_limited");
    assertThat(json.at("/retry_at").asText()).isEqualTo("2026-03-04T07:13:07.000Z");
    assertThat(Json.read(json.toString(), Outcome.class)).isEqualTo(limited);
    assertThat(Json.read("{\"result\":\"done\"}", Outcome.class))
        .isEqualTo(new Outcome(Outcome.Result.DONE, Optional.empty(), Optional.empty()));
    assertThatThrownBy(() -> Json.read("{\"result\":\"rate_limited\"}", Outcome.class))
        .isInstanceOf(IllegalArgumentException.class);
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

  /** They are as long as a name of a label may be, and their hashes are the same. */
  @ParameterizedTest
  @ValueSource(strings = {"Aa BB", "B! AB"})
  void names_made_to_have_one_hash_are_read_like_others(String pieces) {
    String[] two = pieces.split(" ", -1);
    StringBuilder json = new StringBuilder("{");
    for (int i = 0; i < 10_000; i++) {
      json.append(i == 0 ? "\"" : ",\"");
      for (int bit = 0; bit < 14; bit++) {
        json.append(two[(i >> bit) & 1]);
      }
      json.append("\":1");
    }
    String object = json.append('}').toString();

    assertThat(Json.read(object, JsonNode.class)).hasSize(10_000);
    assertThat(
            Json.read(
                new ByteArrayInputStream(object.getBytes(StandardCharsets.UTF_8)), JsonNode.class))
        .hasSize(10_000);
  }

  @Test
  void what_is_not_utf_8_is_replaced() {
    byte[] bytes = {'"', 'a', (byte) 0xff, (byte) 0xc3, '"'};

    assertThat(Json.read(new ByteArrayInputStream(bytes), String.class)).isEqualTo("a\ufffd\ufffd");
  }

  /** Zeros are how UTF-16 and UTF-32 look. */
  @ParameterizedTest
  @ValueSource(strings = {"\0\0\0{", "{\0\0\0", "\0{", "{\0", "\0\0\ufeff{"})
  void other_encodings_are_refused(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> Json.read(new ByteArrayInputStream(bytes), JsonNode.class))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_byte_order_mark_is_ignored() {
    byte[] bytes = "\ufeff{}".getBytes(StandardCharsets.UTF_8);

    assertThat(Json.read(new ByteArrayInputStream(bytes), JsonNode.class)).isEmpty();
  }

  @Test
  void numbers_of_more_than_100_digits_are_refused() {
    assertThat(Json.read("7".repeat(100), JsonNode.class).isNumber()).isTrue();
    assertThatThrownBy(() -> Json.read("7".repeat(101), JsonNode.class))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void nesting_of_more_than_64_levels_is_refused() {
    assertThat(Json.read("[".repeat(64) + "]".repeat(64), JsonNode.class)).hasSize(1);
    assertThatThrownBy(() -> Json.read("[".repeat(65) + "]".repeat(65), JsonNode.class))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void texts_of_more_than_16_mi_characters_are_refused() {
    String longest = "x".repeat(16_777_216);

    assertThat(Json.read('"' + longest + '"', String.class)).hasSize(16_777_216);
    assertThatThrownBy(() -> Json.read("\"x" + longest + '"', String.class))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void member_that_is_null_where_a_number_must_be_is_refused() {
    assertThatThrownBy(() -> Json.read("{\"repo\":\"a/b\",\"number\":null}", IssueRef.class))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"yesterday\"", "\"2026-03-04\"", "\"2026-03-04T07:12:10\""})
  void text_that_is_no_time_is_refused(String text) {
    assertThatThrownBy(() -> Json.read(text, Instant.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not an RFC 3339 time");
  }

  @Test
  void value_is_written_to_a_stream_as_it_is_to_a_text() {
    ByteArrayOutputStream output = new ByteArrayOutputStream();

    Json.write(output, new IssueRef("tidewater/alerts", 42));

    assertThat(output.toString(StandardCharsets.UTF_8))
        .isEqualTo("{\"repo\":\"tidewater/alerts\",\"number\":42}");
  }

  @Test
  void nesting_beyond_the_limit_is_refused_without_a_stack_overflow() {
    String deep = "[".repeat(100_000);

    assertThatThrownBy(() -> Json.read(deep, JsonNode.class))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
