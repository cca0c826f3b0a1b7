package org.pytorch.alerting.normalize.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pytorch.alerting.normalize.Messages.normalize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.json.BodyEncoding;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.message.NormalizedMessage;
import org.pytorch.alerting.model.message.NormalizedMessage.NormalizedAlert;
import org.pytorch.alerting.normalize.InvalidAlertException;
import org.pytorch.alerting.normalize.Messages;
import org.pytorch.alerting.normalize.NormalizeHandler;
import org.pytorch.alerting.normalize.TestData;
import org.pytorch.alerting.normalize.message.QueuedMessage;
import org.pytorch.alerting.runtime.RecordedLog;

/** What somebody might send on purpose. {@code CostTest} measures what it takes. */
class HostileInputTest {
  private static final String GOOD = TestData.text("grafana/firing.json");

  @ParameterizedTest
  @CsvSource({"64, a source", "65, deeper than 64 levels"})
  void nesting_is_read_to_64_levels(int depth, String problem) {
    String body = "{\"a\":".repeat(depth - 1) + "{}" + "}".repeat(depth - 1);

    assertThatThrownBy(() -> normalize(body, Map.of("x", "y")))
        .isInstanceOf(InvalidAlertException.class)
        .hasMessageContaining(problem.equals("a source") ? "no source" : problem);
  }

  @Test
  void the_providers_part_is_left_out_where_a_later_state_would_be_too_deep() {
    assertThat(rawIsKept(31)).isTrue();
    assertThat(rawIsKept(32)).isFalse();
    assertThat(rawIsKept(60)).isFalse();
  }

  /** The most levels that a later state puts around an event are far fewer than the rest. */
  @Test
  void a_deep_event_can_be_read_by_the_functions_that_follow() {
    String message = Json.write(normalize(withDepth(31), Map.of()));
    String later = "{\"a\":".repeat(20) + message + "}".repeat(20);

    String told = Json.write(Messages.told(normalize(withDepth(31), Map.of()).alerts().getFirst()));
    String unpacked = "{\"a\":".repeat(20) + told + "}".repeat(20);

    assertThat(Json.read(later, JsonNode.class).findValue("payload").asText()).isNotEmpty();
    assertThat(Json.read(unpacked, JsonNode.class).findValue("raw_provider")).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({"100, true", "101, false"})
  void numbers_are_read_to_100_digits(int digits, boolean read) {
    String body = GOOD.replaceFirst("\\{", "{\"n\": " + "7".repeat(digits) + ",");

    if (read) {
      assertThat(normalize(body, Map.of()).alerts()).hasSize(1);
    } else {
      assertThatThrownBy(() -> normalize(body, Map.of()))
          .hasMessageContaining("the body is not JSON")
          .hasMessageContaining("a number, a name or a text in it is too long");
    }
  }

  @Test
  void a_body_is_read_to_the_size_that_sqs_takes() {
    String longest = GOOD + " ".repeat(1_048_576 - GOOD.length());

    assertThat(normalize(longest, Map.of()).alerts()).hasSize(1);
    assertThatThrownBy(() -> normalize(longest + " ", Map.of()))
        .hasMessageContaining("the body is longer than 1048576 bytes");
  }

  @Test
  void what_unfolds_to_more_than_sqs_takes_is_refused() {
    String bomb = BodyEncoding.GZIP_BASE64.encode(" ".repeat(10_000_000));

    assertThatThrownBy(
            () ->
                Messages.normalize(
                    new QueuedMessage(
                        "m", "m", bomb, BodyEncoding.GZIP_BASE64, TestData.SENT_AT, 1, Map.of())))
        .isInstanceOf(InvalidAlertException.class)
        .hasMessageContaining("at most 1048576 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {" x", " {}", " ]", " \u0000", " \"\"", ",", " \uFEFF"})
  void nothing_may_follow_the_end(String garbage) {
    assertThatThrownBy(() -> normalize(GOOD + garbage, Map.of()))
        .hasMessageContaining("the body is not JSON");
  }

  @ParameterizedTest
  @ValueSource(strings = {"alerts", "status", "\\u0061lerts"})
  void a_key_may_not_occur_twice(String key) {
    assertThatThrownBy(
            () -> normalize("{\"" + key + "\": 1," + GOOD.strip().substring(1), Map.of()))
        .hasMessageContaining("a key occurs twice");
  }

  @Test
  void where_cleaning_makes_two_keys_one_the_clean_one_counts() {
    for (String payload :
        List.of(
            GOOD.replace("\"team\":", "\"te\\u0000am\": \"forged\", \"team\":"),
            GOOD.replace("\"team\": \"harbor\"", "\"team\": \"harbor\", \"\\u202eteam\": \"x\""))) {
      assertThat(normalize(payload, Map.of()).alerts().getFirst().event().orElseThrow().team())
          .contains("harbor");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "\\u0000, ''",
    "\\u001b, ''",
    "\\u0085, ''",
    "\\u202e, ''",
    "\\u2067, ''",
    "\\u200f, ''",
    "\\u061c, ''",
    "\\u200b, ''",
    "\\u2060, ''",
    "\\u00ad, ''",
    "\\u3164, ''",
    "\\u2800, ''",
    "\\u115f, ''",
    "\\u206a, ''",
    "\\udb40\\udc41, ''",
    "\\ufe0f, ''",
    "\\ud83d, \uFFFD",
    "\\udea2, \uFFFD",
    "\\ud83d\\udea2, \uD83D\uDEA2"
  })
  void what_is_invisible_or_broken_is_removed_or_replaced_everywhere(String text, String clean) {
    String body = GOOD.replace("Queue age too high", "Queue " + text + "age").replace("B0", text);
    NormalizedMessage message = normalize(body, Map.of());

    AlertEvent event = Messages.told(message.alerts().getFirst());
    assertThat(event.title()).isEqualTo("Queue " + clean + "age");
    assertThat(event.rawProvider().orElseThrow().toString()).contains("Queue " + clean + "age");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\\u200b", "\\u3164\\u3164", "\\u2800", "\\udb40\\udc41", "\\u00a0", " \\u00ad "})
  void a_title_or_team_of_nothing_visible_is_missing(String text) {
    String minimal = TestData.text("normalized/minimal.json");
    JsonNode json = Json.read(minimal, JsonNode.class);
    String title = json.get("title").toString();
    String team = json.get("team").toString();

    assertThatThrownBy(() -> normalize(minimal.replace(title, quoted(text)), Map.of()))
        .hasMessageContaining("no title");
    NormalizedAlert withoutTeam =
        normalize(minimal.replace(team, quoted(text)), Map.of()).alerts().getFirst();
    assertThat(withoutTeam.event().orElseThrow().team()).isEmpty();
    assertThat(withoutTeam.rejection().orElseThrow().diagnosis()).contains("team");
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }

  @ParameterizedTest
  @ValueSource(strings = {"k\\ud83d", "\\udea2k", "\\uD83D\\uD83D", "k\ud83d", "k\ud83dx\\udea2"})
  void half_an_emoji_in_a_name_costs_no_alert(String name) {
    String body = GOOD.replace("\"team\":", "\"" + name + "\": \"v\", \"team\":");

    for (String message : List.of(body, Json.write(body))) {
      AlertEvent event = Messages.told(normalize(message, Map.of()).alerts().getFirst());
      assertThat(event.team()).contains("harbor");
      assertThat(event.rawProvider().orElseThrow().toString())
          .contains("\uFFFD")
          .doesNotContainPattern("\\p{Cs}");
    }
  }

  /** Nothing that a sender can write into an SNS envelope reaches the output as it is. */
  @Test
  void a_forged_sns_envelope_harms_nobody() {
    ObjectNode attributes = Json.mapper().createObjectNode();
    for (int i = 0; i < 100; i++) {
      attributes.putObject("a" + i).put("Value", "v\u0000\ud800\u202e");
    }
    attributes.putObject("long").put("Value", "x".repeat(100_000));
    attributes.putObject("x".repeat(40_000)).put("Value", "long");
    attributes.putObject("alert_indexes").put("Value", "1,".repeat(100_000));
    ObjectNode envelope =
        Json.mapper()
            .createObjectNode()
            .put("Type", "Notification")
            .put("TopicArn", "arn:aws:sns:\u0000\ud800\u202e")
            .put("Message", Messages.groupWithBadAlerts().toString());
    envelope.set("MessageAttributes", attributes);

    // Half a character survives only as an escape.
    String forged = envelope.toString().replace("\ud800", "\\ud800");
    NormalizedMessage message = Json.read(handled(forged), NormalizedMessage.class);

    assertThat(Messages.good(message)).hasSize(1);
    assertThat(Json.write(message)).doesNotContain("arn:aws:sns:");
    assertThat(Messages.rejected(message).orElseThrow().messageAttributes())
        .hasSize(12)
        .containsEntry("a0", "v\uFFFD")
        .containsEntry("source", "grafana")
        .containsEntry("alert_indexes", "1,2");
    assertThat(
            Json.read(
                handled(
                    envelope
                        .put("TopicArn", "x".repeat(100_000))
                        .toString()
                        .replace("\ud800", "\\ud800")),
                NormalizedMessage.class))
        .isEqualTo(message);
  }

  @Test
  void bytes_that_are_not_utf_8_are_replaced() {
    byte[] input =
        input(GOOD.replace("Queue age too high", "Queue ?! high")).getBytes(StandardCharsets.UTF_8);
    int i = new String(input, StandardCharsets.ISO_8859_1).indexOf("?!");
    input[i] = (byte) 0xc0;
    input[i + 1] = (byte) 0xff;

    assertThat(
            Json.read(handled(input), NormalizedMessage.class)
                .alerts()
                .getFirst()
                .event()
                .orElseThrow()
                .title())
        .isEqualTo("Queue \uFFFD\uFFFD high");
  }

  @Test
  void a_byte_order_mark_is_ignored() {
    assertThat(Json.read(handled("\uFEFF" + GOOD), NormalizedMessage.class).alerts()).hasSize(1);
    assertThat(
            Json.read(
                    handled(("\uFEFF" + input(GOOD)).getBytes(StandardCharsets.UTF_8)),
                    NormalizedMessage.class)
                .alerts())
        .hasSize(1);
  }

  static Stream<String> collisions() {
    return Stream.of("Aa,BB", "B!,AB");
  }

  /**
   * Names of one hash, by Java's reckoning and by another that readers use; {@code CostTest} has
   * enough of them to take long.
   */
  @ParameterizedTest
  @MethodSource("collisions")
  void names_made_to_have_one_hash_are_names_like_others(String pieces) {
    String[] two = pieces.split(",", -1);
    StringBuilder labels = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      labels.append('"');
      for (int bit = 0; bit < 16; bit++) {
        labels.append(two[(i >> bit) & 1]);
      }
      labels.append("\":\"x\",");
    }
    String body = GOOD.replaceFirst("\"labels\": \\{", "\"labels\": {" + labels);

    assertThat(Json.read(handled(body), NormalizedMessage.class).alerts()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+999999999-12-31T23:59:59-18:00",
        "-999999999-01-01T00:00:00Z",
        "10000-01-01T00:00:00Z"
      })
  void a_sending_time_out_of_all_bounds_is_ignored(String sentAt) {
    byte[] input =
        input(GOOD).replace("2026-03-10T00:00:00.000Z", sentAt).getBytes(StandardCharsets.UTF_8);

    assertThat(Json.read(handled(input), NormalizedMessage.class).envelope().sentAt())
        .isEqualTo(TestData.SENT_AT);
  }

  @Test
  void a_number_without_a_finite_value_is_kept_as_text() {
    String body = GOOD.replaceFirst("\"values\": \\{", "\"values\": {\"N\": -1e999,");
    NormalizedMessage message = normalize(body, Map.of());

    assertThat(Json.read(Json.write(message), NormalizedMessage.class)).isEqualTo(message);
    assertThat(
            Messages.payload(message.alerts().getFirst()).orElseThrow().at("/values/N").textValue())
        .isEqualTo("-Infinity");
  }

  private static boolean rawIsKept(int depth) {
    return Messages.payload(normalize(withDepth(depth), Map.of()).alerts().getFirst()).isPresent();
  }

  /** {@return a payload whose alert holds something that is nested {@code depth} levels deep} */
  private static String withDepth(int depth) {
    String deep = "[".repeat(depth) + "]".repeat(depth);
    return GOOD.replaceFirst("\"labels\"", "\"deep\": " + deep + ", \"labels\"");
  }

  private static String input(String body) {
    return Json.mapper()
        .createObjectNode()
        .put("message_id", "m-1")
        .put("body", body)
        .put("sent_at", "2026-03-10T00:00:00.000Z")
        .put("event_source_arn", "arn:aws:sqs:eu-west-1:640017223391:alerts")
        .toString();
  }

  private static String handled(String body) {
    return handled(input(body).getBytes(StandardCharsets.UTF_8));
  }

  private static String handled(byte[] input) {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    new NormalizeHandler(RecordedLog.unread(InstantSource.fixed(TestData.SENT_AT)))
        .handleRequest(new ByteArrayInputStream(input), output, null);
    return output.toString(StandardCharsets.UTF_8);
  }
}
