package org.pytorch.alerting.webhook;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.model.json.BodyEncoding;
import org.pytorch.alerting.model.json.EncodedBody;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.runtime.Log;
import org.pytorch.alerting.runtime.RecordedLog;
import org.pytorch.alerting.webhook.http.Requests;
import org.pytorch.alerting.webhook.http.WebhookRequest;
import org.pytorch.alerting.webhook.http.WebhookResponse;
import org.pytorch.alerting.webhook.payload.Groups;
import org.pytorch.alerting.webhook.sender.FakeSecrets;
import org.pytorch.alerting.webhook.topic.AlertMessage;

class WebhookTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-03-04T07:12:10Z"));
  private static final String ALERT = "{\"status\":\"firing\",\"title\":\"Kai überfüllt 🚢\"}";
  private static final Map<String, String> GRAFANA =
      Map.of("X-Grafana-Token", "s3cr3t", "Content-Type", "application/json");

  private final RecordedLog log = new RecordedLog();
  private final FakeSecrets secrets = new FakeSecrets("{\"x-grafana-token\":\"s3cr3t\"}");
  private final FakeTopic topic = new FakeTopic();
  private final Webhook webhook =
      new Webhook(secrets, topic, CLOCK, Log.of("webhook", log.host(CLOCK)));

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "post"})
  void an_alert_is_answered_with_202_when_the_topic_has_it(String method) {
    WebhookResponse answer = answer(method, GRAFANA, ALERT);

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.body()).isEqualTo("{\"message_id\":\"message-1\"}");
    assertThat(topic.published)
        .containsExactly(new AlertMessage(ALERT, Map.of("source", "grafana")));
  }

  @Test
  void the_answer_and_the_log_have_the_message_id_and_the_delivery_id() {
    WebhookResponse answer = webhook.respond(request(GRAFANA, ALERT, false).withId("request-1"));

    String delivery = ids(topic.published).getFirst();
    assertThat(answer.body())
        .isEqualTo("{\"message_id\":\"message-1\",\"delivery_id\":\"" + delivery + "\"}");
    JsonNode line = log.lines("bytes").getFirst();
    assertThat(line.get("message_id").asText()).isEqualTo("message-1");
    assertThat(line.get("delivery_id").asText()).isEqualTo(delivery);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "DELETE", "OPTIONS", "PATCH", ""})
  void another_method_is_not_allowed(String method) {
    WebhookResponse answer = answer(method, GRAFANA, ALERT);

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.headers()).containsEntry("allow", "POST, PUT");
    assertThat(secrets.reads).isZero();
  }

  @Test
  void an_unknown_header_and_a_wrong_token_get_the_same_answer_whatever_the_body() {
    WebhookResponse wrongToken = answer("POST", Map.of("x-grafana-token", "wrong"), ALERT);
    WebhookResponse unknownHeader = answer("POST", Map.of("x-other-token", "s3cr3t"), "not json");
    WebhookResponse nothing = webhook.respond(request(Map.of(), "%%%", true));

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
    "text/json, 202",
    "application/cloudevents+json, 202",
    "application/cloudevents+json; charset=UTF-8, 202",
    "Application/Vnd.Example.Alert+JSON, 202",
    "text/plain, 202",
    "text/plain; charset=UTF-8, 202",
    "TEXT/PLAIN, 202",
    "application/x-www-form-urlencoded, 415",
    "multipart/form-data; boundary=x, 415",
    "application/octet-stream, 415",
    "application/jsonp, 415",
    "application/x-ndjson, 415",
    "application/json-seq, 415",
    "application/xml, 415",
    "text/html, 415",
    "text/plainer, 415",
    "json, 415",
    "+json, 415",
    "application/json/x, 415",
    "';charset=utf-8', 202",
    "'', 202"
  })
  void a_content_type_that_can_hold_json_is_taken(String contentType, int status) {
    Map<String, String> headers = new HashMap<>(GRAFANA);
    headers.put("Content-Type", contentType);

    assertThat(answer("POST", headers, ALERT).status()).isEqualTo(status);
  }

  /** SNS posts its envelope as text, and any relay posts text if it is told nothing else. */
  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/cloudevents+json"})
  void a_body_is_checked_whatever_its_content_type(String contentType) {
    Map<String, String> headers = new HashMap<>(GRAFANA);
    headers.put("Content-Type", contentType);

    assertThat(answer("POST", headers, "disk full").status()).isEqualTo(400);
    assertThat(topic.published).isEmpty();
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
        "{\"a\":1,\"a\":2}",
        "[]",
        "\"text\"",
        "7",
        "null",
        "{\"a\":\u0001}"
      })
  void what_is_no_json_object_is_refused_with_one_sentence(String body) {
    WebhookResponse answer = answer("POST", GRAFANA, body);

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

    WebhookResponse answer = webhook.respond(request(GRAFANA, base64, true));

    assertThat(answer.status()).isEqualTo(202);
    assertThat(topic.published.getFirst().body()).isEqualTo(ALERT);
  }

  @Test
  void a_body_that_is_not_base64_is_refused() {
    assertThat(webhook.respond(request(GRAFANA, "%%%", true)).status()).isEqualTo(400);
  }

  @Test
  void a_body_that_is_not_utf_8_is_repaired_and_not_lost() {
    assertThat(webhook.respond(request(GRAFANA, "eyJhIjoiwyJ9", true)).status()).isEqualTo(202);
    assertThat(topic.published.getFirst().body()).isEqualTo("{\"a\":\"\uFFFD\"}");
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
    AlertMessage published = topic.published.getFirst();
    assertThat(published.attributes())
        .isEqualTo(Map.of("source", "grafana", "body_encoding", "gzip+base64"));
    assertThat(BodyEncoding.GZIP_BASE64.decode(published.body())).isEqualTo(body);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\uFFFE", "\uFFFF"})
  void a_character_that_sqs_refuses_travels_as_an_escape(String character) {
    String body = "{\"text\":\"" + character + "\"}";

    assertThat(answer("POST", GRAFANA, body).status()).isEqualTo(202);
    String published = topic.published.getFirst().body();
    assertThat(published).doesNotContain(character);
    assertThat(Json.read(published, JsonNode.class)).isEqualTo(Json.read(body, JsonNode.class));
  }

  @Test
  void a_body_that_does_not_fit_even_compressed_is_cut_and_not_lost() {
    assertThat(answer("POST", GRAFANA, noise(EncodedBody.MAX_JSON_BYTES - 60)).status())
        .isEqualTo(202);
    assertThat(answer("POST", GRAFANA, noise(EncodedBody.MAX_JSON_BYTES)).status()).isEqualTo(202);
    assertThat(topic.published.getFirst().body()).doesNotContain("[cut]");
    assertThat(topic.published.getLast().body()).contains("[cut]");
  }

  @Test
  void four_and_a_half_megabytes_are_taken_and_no_more() {
    String body = "{\"alerts\":[],\"message\":\"%s\"}";
    int room = 4_500_000 - body.length() + 2;

    assertThat(answer("POST", GRAFANA, body.formatted("x".repeat(room))).status()).isEqualTo(202);
    WebhookResponse answer = answer("POST", GRAFANA, body.formatted("x".repeat(room + 1)));

    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.body()).contains("smaller groups");
  }

  @Test
  void a_group_that_cannot_be_split_is_too_large() {
    String fields =
        IntStream.range(0, 50_000).mapToObj(i -> "\"f%d\":%d,".formatted(i, i)).collect(joining());

    assertThat(answer("POST", GRAFANA, "{" + fields + "\"alerts\":[{},{}]}").status())
        .isEqualTo(413);
  }

  /** Nothing in it may take more than a time that grows with its length; the limit is generous. */
  @ParameterizedTest
  @MethodSource("mebibytes")
  void a_mebibyte_of_anything_is_answered_soon(String body) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> assertThat(answer("POST", GRAFANA, body).status()).isIn(202, 400, 413));
  }

  static Stream<String> mebibytes() {
    int size = 1_048_576;
    return Stream.of(
        "[".repeat(size),
        "{\"a\":".repeat(size / 5),
        "{\"alerts\":[" + "{},".repeat(size / 3) + "{}]}",
        "{\"alerts\":[" + "[[[]]],".repeat(size / 7) + "{}]}",
        "{\"alerts\":[\"" + "\\u0001".repeat(size / 6) + "\"]}",
        "{\"alerts\":[{\"labels\":{"
            + IntStream.range(0, size / 12)
                .mapToObj(i -> "\"l%d\":0".formatted(i))
                .collect(joining(","))
            + "}}]}",
        "{\"alerts\":[{\"a\":[" + "9".repeat(999) + ",9".repeat(size / 2) + "]}]}",
        "{\"a\":" + "9".repeat(size) + "}",
        "{\"" + "a".repeat(size) + "\":1}",
        "{\"a\":[" + "\"\",".repeat(size / 3) + "1]}",
        "\u0000".repeat(size),
        " ".repeat(size) + "{}",
        "{\"a\":\"" + "\uFFFF".repeat(size / 3) + "\"}",
        "{\"a\":\"" + "\ud83d\udea2".repeat(size / 4) + "\"}");
  }

  @Test
  void a_large_group_is_taken_when_the_topic_has_all_of_its_parts() {
    WebhookResponse answer = answer("POST", GRAFANA, Groups.of(25, 10).toString());

    assertThat(answer.status()).isEqualTo(202);
    List<String> deliveries = ids(topic.published);
    assertThat(Json.read(answer.body(), JsonNode.class))
        .isEqualTo(
            Json.mapper()
                .valueToTree(
                    Map.of(
                        "message_id",
                        "message-1",
                        "delivery_id",
                        deliveries.getFirst(),
                        "messages",
                        3,
                        "message_ids",
                        List.of("message-1", "message-2", "message-3"),
                        "delivery_ids",
                        deliveries)));
    JsonNode line = log.lines("bytes").getFirst();
    assertThat(line.get("alerts").asInt()).isEqualTo(25);
    assertThat(line.get("messages").asInt()).isEqualTo(3);
    assertThat(line.get("delivery_ids"))
        .extracting(JsonNode::asText)
        .containsExactlyElementsOf(ids(topic.published));
  }

  @Test
  void the_log_names_the_first_twenty_deliveries_of_a_request() {
    webhook.respond(request(GRAFANA, Groups.of(1_000, 10).toString(), false).withId("request-1"));

    JsonNode line = log.lines("bytes").getFirst();
    assertThat(line.get("messages").asInt()).isEqualTo(100);
    assertThat(line.get("delivery_ids")).hasSize(20);
  }

  @Test
  void a_group_that_is_taken_in_part_is_asked_for_again_and_its_parts_are_recognised() {
    String body = Groups.of(25, 10).toString();
    topic.room = 2;

    WebhookResponse failed = webhook.respond(request(GRAFANA, body, false).withId("request-1"));
    List<String> taken = ids(topic.published);
    topic.room = 100;
    WebhookResponse repeated = webhook.respond(request(GRAFANA, body, false).withId("request-2"));

    assertThat(failed.status()).isEqualTo(503);
    assertThat(failed.headers()).containsEntry("retry-after", "30");
    assertThat(taken).hasSize(2);
    assertThat(repeated.status()).isEqualTo(202);
    assertThat(ids(topic.published.subList(2, 5)))
        .hasSize(3)
        .startsWith(taken.get(0), taken.get(1));
    assertThat(ids(topic.published).stream().distinct()).hasSize(3);
  }

  @Test
  void grafanas_test_button_is_answered_with_202_and_shows_in_the_log() {
    String body =
        new String(Requests.resource("grafana-test-notification.json"), StandardCharsets.UTF_8);

    assertThat(answer("POST", GRAFANA, body).status()).isEqualTo(202);
    assertThat(topic.published).extracting(AlertMessage::body).containsExactly(body);
    assertThat(log.lines("bytes").getFirst().get("message").asText()).isEqualTo("Alert accepted");
  }

  private static List<String> ids(List<AlertMessage> messages) {
    return messages.stream().map(message -> message.attributes().get("delivery_id")).toList();
  }

  @Test
  void a_topic_that_fails_asks_for_another_try() {
    topic.down = true;

    WebhookResponse answer = answer("POST", GRAFANA, ALERT);

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.headers()).containsEntry("retry-after", "30");
    assertThat(answer.body()).doesNotContain("topic");
    assertThat(log.lines("bytes").getFirst().get("remedy").asText()).contains("TOPIC_ARN");
  }

  @Test
  void a_secret_store_that_fails_asks_for_another_try() {
    secrets.down = true;

    WebhookResponse answer = answer("POST", GRAFANA, ALERT);

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.headers()).containsEntry("retry-after", "30");
    assertThat(log.lines("bytes").getFirst().get("remedy").asText()).contains("WEBHOOK_SECRET_ID");
  }

  @Test
  void each_request_has_one_line_and_one_metric_without_body_or_token() {
    webhook.respond(request(GRAFANA, ALERT, false).withId("request-7"));
    answer("POST", Map.of("x-grafana-token", "wr0ng"), ALERT);

    JsonNode taken = log.lines("bytes").getFirst();
    assertThat(taken.get("level").asText()).isEqualTo("INFO");
    assertThat(taken.get("source").asText()).isEqualTo("grafana");
    assertThat(taken.get("message_id").asText()).isEqualTo("message-1");
    assertThat(taken.get("request_id").asText()).isEqualTo("request-7");
    assertThat(taken.get("bytes").asInt()).isEqualTo(ALERT.getBytes(StandardCharsets.UTF_8).length);
    assertThat(taken.get("duration_ms").asInt()).isZero();
    assertThat(log.lines("bytes").getLast().get("level").asText()).isEqualTo("WARN");
    assertThat(log.lines("WebhookRequests"))
        .extracting(line -> line.get("source").asText() + " " + line.get("status").asText())
        .containsExactly("grafana 202", "known_header 401");
    assertThat(log.text()).doesNotContain("s3cr3t", "wr0ng", "firing", "Kai");
  }

  @Test
  void a_request_with_a_known_header_and_a_wrong_token_may_be_a_forgotten_sender() {
    secrets.secret =
        """
        {"senders": {"alertmanager": {"bearer": "b3arer"}, "pager": {"bearer": "p4ger"}},
         "x-grafana-token": "s3cr3t"}
        """;

    answer("POST", Map.of("X-Grafana-Token", "forgotten"), ALERT);
    answer("POST", Map.of("Authorization", "bearer forgotten"), ALERT);
    answer("POST", Map.of("Authorization", "Basic Zm9vOmJhcg=="), ALERT);
    answer("POST", Map.of("x-api-key", "guess"), ALERT);

    assertThat(log.lines("WebhookRequests"))
        .extracting(line -> line.get("source").asText() + " " + line.get("status").asText())
        .containsExactly("known_header 401", "known_header 401", "unknown 401", "unknown 401");
    assertThat(log.lines("resembles"))
        .extracting(line -> line.get("resembles").toString())
        .containsExactly("[\"grafana\"]", "[\"alertmanager\",\"pager\"]");
    assertThat(log.text()).doesNotContain("forgotten", "guess", "Zm9v");
  }

  @Test
  void what_a_known_sender_is_refused_is_counted_as_lost() {
    answer("POST", GRAFANA, "not json");
    webhook.respond(request(GRAFANA, "%%%", true));
    answer("POST", Map.of("x-grafana-token", "s3cr3t", "content-type", "image/png"), ALERT);
    answer("POST", GRAFANA, "x".repeat(4_500_001));
    answer("POST", Map.of("x-grafana-token", "wrong"), "not json");
    answer("POST", Map.of(), "not json");
    answer("GET", GRAFANA, ALERT);
    answer("POST", GRAFANA, ALERT);

    assertThat(log.lines("RequestsRefused"))
        .extracting(line -> line.get("status").asText())
        .containsExactly("400", "400", "415", "413");
  }

  private WebhookResponse answer(String method, Map<String, String> headers, String body) {
    return webhook.respond(new WebhookRequest(method, headers, body, false));
  }

  private static WebhookRequest request(Map<String, String> headers, String body, boolean base64) {
    return new WebhookRequest("POST", headers, body, base64);
  }

  /** A JSON object of about {@code length} bytes that compression makes no smaller. */
  private static String noise(int length) {
    byte[] noise = new byte[length / 4 * 3];
    new Random(7).nextBytes(noise);
    return "{\"a\":\"" + Base64.getEncoder().encodeToString(noise) + "\"}";
  }
}
