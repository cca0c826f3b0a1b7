package org.pytorch.alerting.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.pytorch.alerting.model.DeliveryId;
import org.pytorch.alerting.model.json.BodyEncoding;
import org.pytorch.alerting.model.json.EncodedBody;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.runtime.Host;
import org.pytorch.alerting.runtime.Log;
import org.pytorch.alerting.runtime.RecordedLog;
import org.pytorch.alerting.webhook.http.Requests;
import org.pytorch.alerting.webhook.http.WebhookRequest;
import org.pytorch.alerting.webhook.http.WebhookResponse;
import org.pytorch.alerting.webhook.payload.Groups;
import org.pytorch.alerting.webhook.sender.FakeSecrets;
import org.pytorch.alerting.webhook.topic.AlertMessage;

/** Whatever is posted is answered, and what is taken arrives whole and can be handed on. */
class WebhookFuzzTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-03-04T07:12:10Z"));
  private static final String SECRET =
      "{\"senders\":{\"grafana\":{\"grafana_hmac\":{\"secret\":\"k\",\"timestamp_header\":\"t\"},"
          + "\"bearer\":[\"b\"]}},\"x-grafana-token\":\"s3cr3t\"}";
  private static final Map<String, String> GRAFANA = Map.of("x-grafana-token", "s3cr3t");

  /** All that SQS takes in the text of a message. */
  private static final Pattern FOR_QUEUE =
      Pattern.compile("[\t\n\r\\x{20}-\\x{d7ff}\\x{e000}-\\x{fffd}\\x{10000}-\\x{10ffff}]*");

  static Stream<byte[]> bodies() {
    return Stream.of(
            Groups.of(2, 20).toString(),
            Groups.of(11, 3).put("truncatedAlerts", 4).toString(),
            "\uFEFF{\"alerts\" : [ {\"startsAt\":\"x\"} , 1 ]}",
            "{\"a\":\"\\ud800\",\"b\":[1e5,\"\uFFFF\"]}",
            "[[{}]]")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("bodies")
  @DictionaryEntries({
    "\"alerts\":[",
    "\"truncatedAlerts\":",
    "\"receiver\":\"",
    "\"startsAt\":\"",
    "{},",
    "\\u0000"
  })
  @FuzzTest
  void what_is_taken_arrives_whole(byte[] body) {
    FakeTopic topic = new FakeTopic();
    WebhookResponse answer = answer(topic, Requests.post(GRAFANA, body));

    checkAnswer(answer, Set.of(202, 400, 413));
    if (answer.status() == 202) {
      topic.published.forEach(WebhookFuzzTest::checkMessage);
      checkNothingIsLost(body, topic.published);
      FakeTopic again = new FakeTopic();
      answer(again, Requests.post(GRAFANA, body));
      assertThat(again.published).isEqualTo(topic.published);
    } else {
      assertThat(topic.published).isEmpty();
    }
  }

  static Stream<byte[]> events() {
    return Stream.of(
            "{\"headers\":{\"x-grafana-token\":\"s3cr3t\"},\"requestContext\":{\"http\":"
                + "{\"method\":\"POST\"},\"requestId\":\"r\"},\"body\":\"e30=\","
                + "\"isBase64Encoded\":true}",
            "{\"headers\":{\"Authorization\":\"Bearer b\",\"content-type\":\"text/plain\","
                + "\"X-Grafana-Alerting-Signature\":\"00\",\"t\":\"1\"},"
                + "\"requestContext\":{\"http\":{\"method\":\"PUT\"}},\"body\":\"{}\"}",
            "{\"requestContext\":{}}")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("events")
  @DictionaryEntries({
    "\"headers\":{",
    "\"requestContext\":{",
    "\"http\":{\"method\":\"",
    "\"body\":\"",
    "\"isBase64Encoded\":true",
    "\"authorization\":\"Basic ",
    "\"content-type\":\""
  })
  @FuzzTest
  void every_event_is_answered_or_no_request(byte[] event) {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    try {
      new WebhookHandler(new WebhookHandler.Wiring(() -> webhook(new FakeTopic(), SECRET)))
          .handleRequest(new ByteArrayInputStream(event), output, null);
    } catch (IllegalArgumentException e) {
      assertThat(String.valueOf(e.getMessage())).containsPattern("payload format 2.0|not the JSON");
      assertThat(output.size()).isZero();
      return;
    }
    JsonNode answer = Json.read(output.toString(StandardCharsets.UTF_8), JsonNode.class);
    assertThat(answer.path("statusCode").asInt()).isIn(202, 400, 401, 405, 413, 415);
    assertThat(answer.at("/headers/content-type").asText()).isEqualTo("application/json");
    assertThat(Json.read(answer.path("body").asText(), JsonNode.class).isObject()).isTrue();
  }

  static Stream<byte[]> secrets() {
    return Stream.of(
            SECRET,
            "{\"senders\":{\"a\":{\"basic\":[{\"user\":\"u\",\"password\":\"\"}],\"require\":"
                + "\"all\",\"operators\":{\"team\":\"t\"}},\"b\":{\"header\":{\"x-b\":[\"\"]}},"
                + "\"c\":{\"github_hmac\":{\"secret\":\"\"}}},\"x-d\":{\"tokens\":[]}}")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("secrets")
  @DictionaryEntries({
    "\"senders\":{",
    "\"header\":{",
    "\"bearer\":",
    "\"basic\":",
    "\"user\":\"",
    "\"password\":\"",
    "\"grafana_hmac\":",
    "\"github_hmac\":",
    "\"secret\":",
    "\"require\":\"all\"",
    "\"tokens\":",
    "\"x-a-token\":",
    "\"\"",
    "[]",
    "{}"
  })
  @FuzzTest
  void no_secret_lets_in_somebody_who_proves_nothing(byte[] secret) {
    String text = new String(secret, StandardCharsets.UTF_8);
    for (Map<String, String> headers : List.of(Map.<String, String>of(), empty(text))) {
      FakeTopic topic = new FakeTopic();
      WebhookResponse answer =
          webhook(topic, text).respond(Requests.post(headers, "{}").withId("r"));

      checkAnswer(answer, Set.of(401, 503));
      assertThat(topic.published).isEmpty();
    }
  }

  /** {@return every header that could be asked for, with nothing in it} */
  private static Map<String, String> empty(String secret) {
    return Stream.concat(
            Stream.of("authorization", "x-hub-signature-256", "x-grafana-alerting-signature"),
            Pattern.compile("x-[a-z-]+").matcher(secret).results().map(found -> found.group()))
        .distinct()
        .collect(Collectors.toMap(name -> name, _ -> " "));
  }

  /** Long texts, which a search byte by byte would take for ever to make. */
  @FuzzTest
  void what_is_too_large_is_cut_and_still_whole(FuzzedDataProvider data) {
    StringBuilder text = new StringBuilder("{");
    int members = data.consumeInt(1, 4);
    for (int i = 0; i < members; i++) {
      text.append(Json.write(data.consumeString(20) + i)).append(':');
      text.append(value(data)).append(i == members - 1 ? "}" : ",");
    }
    FakeTopic topic = new FakeTopic();
    WebhookResponse answer = answer(topic, Requests.post(GRAFANA, text.toString()));

    checkAnswer(answer, Set.of(202, 413));
    topic.published.forEach(WebhookFuzzTest::checkMessage);
  }

  private static String value(FuzzedDataProvider data) {
    String piece = Json.write(data.consumeString(8));
    String inner = piece.substring(1, piece.length() - 1);
    int times = data.consumeInt(0, 60_000);
    return switch (data.consumeInt(0, 3)) {
      case 0 -> '"' + inner.repeat(times) + '"';
      case 1 -> "[" + (piece + ",").repeat(times / 8) + "1]";
      case 2 -> "{\"" + inner.repeat(times / 16) + "\":" + data.consumeLong() + "}";
      default -> "{\"alerts\":[" + "{},".repeat(times / 64) + "{}]}";
    };
  }

  private static void checkAnswer(WebhookResponse answer, Set<Integer> statuses) {
    assertThat(answer.status()).isIn(statuses);
    JsonNode body = Json.read(answer.body(), JsonNode.class);
    if (answer.status() != 202) {
      assertThat(body.size()).isOne();
      assertThat(body.path("message").asText()).matches("[A-Z][ -~]{5,100}\\.");
    }
  }

  private static void checkMessage(AlertMessage message) {
    assertThat(message.bytes()).isLessThanOrEqualTo(262_144);
    assertThat(message.body()).matches(FOR_QUEUE);
    assertThat(message.attributes()).containsKeys("source", DeliveryId.ATTRIBUTE);
    assertThat(new EncodedBody(message.body(), BodyEncoding.IDENTITY).jsonBytes())
        .isLessThanOrEqualTo(200_704);
    assertThat(json(message).isObject()).isTrue();
  }

  private static void checkNothingIsLost(byte[] body, List<AlertMessage> messages) {
    String text = new String(body, StandardCharsets.UTF_8).replaceFirst("^\uFEFF", "");
    JsonNode whole = Json.read(text, JsonNode.class);
    List<AlertMessage> parts =
        messages.stream().filter(message -> !json(message).has("schema_version")).toList();
    if (whole.has("schema_version")) {
      return;
    }
    assertThat(parts.stream().mapToInt(part -> json(part).path("alerts").size()).sum())
        .isEqualTo(whole.path("alerts").isArray() ? whole.path("alerts").size() : size(parts));
    if (parts.size() == 1) {
      assertThat(json(parts.getFirst())).isEqualTo(whole);
    }
  }

  private static int size(List<AlertMessage> parts) {
    return json(parts.getFirst()).path("alerts").size();
  }

  private static JsonNode json(AlertMessage message) {
    String encoding = message.attributes().getOrDefault("body_encoding", "identity");
    return Json.read(BodyEncoding.of(encoding).decode(message.body()), JsonNode.class);
  }

  private static WebhookResponse answer(FakeTopic topic, WebhookRequest request) {
    return webhook(topic, SECRET).respond(request.withId("request-1"));
  }

  private static Webhook webhook(FakeTopic topic, String secret) {
    Host host = RecordedLog.unread(CLOCK);
    return new Webhook(new FakeSecrets(secret), topic, CLOCK, Log.of("webhook", host));
  }
}
