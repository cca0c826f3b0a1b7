package org.pytorch.alerting.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.model.BodyEncoding;
import org.pytorch.alerting.model.EncodedBody;
import org.pytorch.alerting.model.Environment;
import org.pytorch.alerting.model.Host;
import org.pytorch.alerting.model.Json;
import org.pytorch.alerting.model.Log;

class WebhookTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-03-04T07:12:10Z"));
  private static final String ALERT = "{\"status\":\"firing\",\"title\":\"Kai überfüllt 🚢\"}";
  private static final Map<String, String> GRAFANA =
      Map.of("X-Grafana-Token", "s3cr3t", "Content-Type", "application/json");

  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final FakeSecrets secrets = new FakeSecrets("{\"x-grafana-token\":\"s3cr3t\"}");
  private final FakeTopic topic = new FakeTopic();
  private final Webhook webhook =
      new Webhook(
          secrets,
          topic,
          CLOCK,
          Log.of(
              "webhook",
              new Host(
                  new Environment(Map.of()),
                  CLOCK,
                  new PrintStream(log, true, StandardCharsets.UTF_8))));

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "post"})
  void an_alert_is_answered_with_202_when_the_topic_has_it(String method) {
    HttpAnswer answer = answer(method, GRAFANA, ALERT);

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.body()).isEqualTo("{\"message_id\":\"message-1\"}");
    assertThat(topic.published)
        .containsExactly(new FakeTopic.Published(ALERT, Map.of("source", "grafana")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "DELETE", "OPTIONS", "PATCH", ""})
  void another_method_is_not_allowed(String method) {
    HttpAnswer answer = answer(method, GRAFANA, ALERT);

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.headers()).containsEntry("allow", "POST, PUT");
    assertThat(secrets.reads).isZero();
  }

  @Test
  void an_unknown_header_and_a_wrong_token_get_the_same_answer_whatever_the_body() {
    HttpAnswer wrongToken = answer("POST", Map.of("x-grafana-token", "wrong"), ALERT);
    HttpAnswer unknownHeader = answer("POST", Map.of("x-other-token", "s3cr3t"), "not json");
    HttpAnswer nothing = webhook.answer(request(Map.of(), "%%%", true), Optional.empty());

    assertThat(wrongToken.status()).isEqualTo(401);
    assertThat(unknownHeader).isEqualTo(wrongToken);
    assertThat(nothing).isEqualTo(wrongToken);
    assertThat(topic.published).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "application/json, 202",
    "application/json; charset=utf-8, 202",
    "APPLICATION/JSON;x=y, 202",
    "' application/json ', 202",
    "text/plain, 415",
    "application/x-www-form-urlencoded, 415",
    "application/jsonp, 415",
    "'', 202"
  })
  void only_json_is_taken(String contentType, int status) {
    Map<String, String> headers = new HashMap<>(GRAFANA);
    headers.put("Content-Type", contentType);

    assertThat(answer("POST", headers, ALERT).status()).isEqualTo(status);
  }

  @Test
  void a_missing_content_type_counts_as_json() {
    assertThat(answer("POST", Map.of("x-grafana-token", "s3cr3t"), ALERT).status()).isEqualTo(202);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "not json",
        "{\"cut\":",
        "{} {}",
        "[]",
        "\"text\"",
        "7",
        "null",
        "{\"a\":\u0001}"
      })
  void what_is_no_json_object_is_refused_with_one_sentence(String body) {
    HttpAnswer answer = answer("POST", GRAFANA, body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(Json.read(answer.body(), JsonNode.class).get("message").asText()).endsWith(".");
    assertThat(topic.published).isEmpty();
  }

  @Test
  void json_that_is_nested_too_deep_is_refused() {
    assertThat(answer("POST", GRAFANA, "{\"a\":".repeat(100_000) + "1").status()).isEqualTo(400);
  }

  @Test
  void a_base64_body_is_decoded() {
    String base64 = Base64.getEncoder().encodeToString(ALERT.getBytes(StandardCharsets.UTF_8));

    HttpAnswer answer = webhook.answer(request(GRAFANA, base64, true), Optional.empty());

    assertThat(answer.status()).isEqualTo(202);
    assertThat(topic.published.getFirst().body()).isEqualTo(ALERT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"%%%", "eyJhIjoiwyJ9"})
  void a_body_that_is_not_base64_or_not_utf_8_is_refused(String base64) {
    assertThat(webhook.answer(request(GRAFANA, base64, true), Optional.empty()).status())
        .isEqualTo(400);
  }

  @Test
  void a_byte_order_mark_is_dropped() {
    assertThat(answer("POST", GRAFANA, "\uFEFF" + ALERT).status()).isEqualTo(202);
    assertThat(topic.published.getFirst().body()).isEqualTo(ALERT);
  }

  @Test
  void a_large_body_is_published_compressed() {
    String body = "{\"text\":\"" + "wind ".repeat(180_000) + "\"}";

    assertThat(answer("POST", GRAFANA, body).status()).isEqualTo(202);
    FakeTopic.Published published = topic.published.getFirst();
    assertThat(published.attributes())
        .isEqualTo(Map.of("source", "grafana", "body_encoding", "gzip+base64"));
    assertThat(BodyEncoding.GZIP_BASE64.decode(published.body())).isEqualTo(body);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\uFFFE", "\uFFFF"})
  void a_character_that_sqs_refuses_travels_compressed(String character) {
    String body = "{\"text\":\"" + character + "\"}";

    assertThat(answer("POST", GRAFANA, body).status()).isEqualTo(202);
    assertThat(BodyEncoding.GZIP_BASE64.decode(topic.published.getFirst().body())).isEqualTo(body);
  }

  @Test
  void a_body_that_does_not_fit_even_compressed_is_too_large() {
    assertThat(answer("POST", GRAFANA, noise(EncodedBody.MAX_JSON_BYTES - 60)).status())
        .isEqualTo(202);
    assertThat(answer("POST", GRAFANA, noise(EncodedBody.MAX_JSON_BYTES)).status()).isEqualTo(413);
  }

  @Test
  void a_body_over_a_mebibyte_is_too_large_however_well_it_compresses() {
    String body = "{\"text\":\"" + "x".repeat(BodyEncoding.MAX_BODY_BYTES) + "\"}";

    HttpAnswer answer = answer("POST", GRAFANA, body);

    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.body()).contains("smaller groups");
  }

  @Test
  void a_topic_that_fails_asks_for_another_try() {
    topic.down = true;

    HttpAnswer answer = answer("POST", GRAFANA, ALERT);

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.headers()).containsEntry("retry-after", "30");
    assertThat(answer.body()).doesNotContain("topic");
    assertThat(lines("bytes").getFirst().get("remedy").asText()).contains("TOPIC_ARN");
  }

  @Test
  void a_secret_store_that_fails_asks_for_another_try() {
    secrets.down = true;

    HttpAnswer answer = answer("POST", GRAFANA, ALERT);

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.headers()).containsEntry("retry-after", "30");
    assertThat(lines("bytes").getFirst().get("remedy").asText()).contains("WEBHOOK_SECRET_ID");
  }

  @Test
  void each_request_has_one_line_and_one_metric_without_body_or_token() {
    webhook.answer(request(GRAFANA, ALERT, false), Optional.of("request-7"));
    answer("POST", Map.of("x-grafana-token", "wr0ng"), ALERT);

    JsonNode taken = lines("bytes").getFirst();
    assertThat(taken.get("level").asText()).isEqualTo("INFO");
    assertThat(taken.get("source").asText()).isEqualTo("grafana");
    assertThat(taken.get("message_id").asText()).isEqualTo("message-1");
    assertThat(taken.get("request_id").asText()).isEqualTo("request-7");
    assertThat(taken.get("bytes").asInt()).isEqualTo(ALERT.getBytes(StandardCharsets.UTF_8).length);
    assertThat(taken.get("duration_ms").asInt()).isZero();
    assertThat(lines("bytes").getLast().get("level").asText()).isEqualTo("WARN");
    assertThat(lines("WebhookRequests"))
        .extracting(line -> line.get("source").asText() + " " + line.get("status").asText())
        .containsExactly("grafana 202", "unknown 401");
    assertThat(log.toString(StandardCharsets.UTF_8))
        .doesNotContain("s3cr3t", "wr0ng", "firing", "Kai");
  }

  private HttpAnswer answer(String method, Map<String, String> headers, String body) {
    return webhook.answer(new HttpRequest(method, headers, body, false), Optional.empty());
  }

  private static HttpRequest request(Map<String, String> headers, String body, boolean base64) {
    return new HttpRequest("POST", headers, body, base64);
  }

  /** A JSON object of about {@code length} bytes that compression makes no smaller. */
  private static String noise(int length) {
    byte[] noise = new byte[length / 4 * 3];
    new Random(7).nextBytes(noise);
    return "{\"a\":\"" + Base64.getEncoder().encodeToString(noise) + "\"}";
  }

  /** The lines of the log that have this field. */
  private List<JsonNode> lines(String field) {
    return log.toString(StandardCharsets.UTF_8)
        .lines()
        .map(line -> Json.read(line, JsonNode.class))
        .filter(line -> line.has(field))
        .toList();
  }
}
