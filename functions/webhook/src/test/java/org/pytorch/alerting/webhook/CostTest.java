package org.pytorch.alerting.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.runtime.Host;
import org.pytorch.alerting.runtime.Log;
import org.pytorch.alerting.runtime.RecordedLog;
import org.pytorch.alerting.webhook.sender.FakeSecrets;

/**
 * A megabyte of anything is answered in no time, by the whole function from the bytes of its event.
 * What is measured is the processor time of one thread, so that other programs do not matter; code
 * that is quadratic in anything takes minutes.
 */
class CostTest {
  /** What is promised; it takes a fifth of that at most. */
  private static final Duration MAX_CPU = Duration.ofSeconds(1);

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-03-04T07:12:10Z"));

  static Stream<Named<byte[]>> bodies() {
    return Stream.concat(
        Stream.of(structures(), texts(), groups())
            .flatMap(bodies -> bodies)
            .map(
                body ->
                    Named.of(body.getName(), body.getPayload().getBytes(StandardCharsets.UTF_8))),
        Stream.of((byte) 0x00, (byte) 0x80, (byte) 0xc0, (byte) 0xed, (byte) 0xf4, (byte) 0xff)
            .map(one -> Named.of("bytes %02x".formatted(one), bytes(one))));
  }

  /** The time-out only keeps a fault from holding up the build. */
  @ParameterizedTest
  @MethodSource("bodies")
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void a_megabyte_of_it_is_answered_within_a_second(byte[] body) {
    assertThat(body.length).isBetween(900_000, 1_200_000);
    byte[] event = event(body);
    FakeTopic topic = new FakeTopic();
    WebhookHandler handler = handler(topic);
    ByteArrayOutputStream output = new ByteArrayOutputStream();

    long before = THREADS.getCurrentThreadCpuTime();
    handler.handleRequest(new ByteArrayInputStream(event), output, null);
    long nanos = THREADS.getCurrentThreadCpuTime() - before;

    assertThat(Duration.ofNanos(nanos)).isLessThan(MAX_CPU);
    JsonNode answer = Json.read(output.toString(StandardCharsets.UTF_8), JsonNode.class);
    assertThat(answer.path("statusCode").asInt()).isIn(202, 400, 413);
    topic.published.forEach(message -> assertThat(message.bytes()).isLessThanOrEqualTo(262_144));
  }

  private static Stream<Named<String>> structures() {
    return Stream.of(
        Named.of("nested arrays", fill("[")),
        Named.of("nested objects", fill("{\"a\":")),
        Named.of("open quotes", fill("\"")),
        Named.of("one number", "{\"x\":" + fill("9") + "}"),
        Named.of("one fraction", "{\"x\":0." + fill("1") + "}"),
        Named.of("a number of alerts left out", "{\"truncatedAlerts\":" + fill("9") + "}"),
        Named.of("huge exponents", "{\"x\":[" + fill("1e999999999,") + "1]}"),
        Named.of("numbers", "{\"x\":[" + fill("9".repeat(99) + ",") + "1]}"),
        Named.of("lists", "{\"x\":[" + fill("[],") + "[]]}"),
        Named.of("keys", "{" + keys(i -> "k" + i) + "\"z\":1}"),
        Named.of("keys of one hash", "{\"x\":{" + keys(CostTest::ofOneHash) + "\"z\":1}}"),
        Named.of("a key", "{\"" + fill("k") + "\":1}"),
        Named.of("keys as long as may be", "{" + keys(i -> i + "k".repeat(40_000)) + "\"z\":1}"),
        Named.of("spaces", fill(" ") + "{}"),
        Named.of("spaces behind", "{}" + fill(" ")),
        Named.of("commas", "{\"alerts\":[" + fill(",") + "]}"));
  }

  private static Stream<Named<String>> texts() {
    return Stream.of("x", "\\n", "\\\"", "\\u0000", "\\ud800", "\u0001", "\uFFFF", "🚢", "ä")
        .flatMap(
            piece ->
                Stream.of(
                    Named.of("text of " + piece, "{\"a\":\"" + fill(piece) + "\"}"),
                    Named.of("alert of " + piece, "{\"alerts\":[{\"a\":\"" + fill(piece) + "\"}]}"),
                    Named.of(
                        "group's text of " + piece,
                        "{\"alerts\":[{},{}],\"receiver\":\"" + fill(piece) + "\"}")));
  }

  private static Stream<Named<String>> groups() {
    return Stream.of(
        Named.of("1,000 alerts", group(1_000, 900, "")),
        Named.of("9,999 alerts", group(9_999, 40, "")),
        Named.of("empty alerts", "{\"alerts\":[" + fill("{},") + "{}]}"),
        Named.of("nulls", "{\"alerts\":[" + fill("null,") + "1]}"),
        Named.of("11 alerts of a text each", group(11, 90_000, "")),
        Named.of(
            "1,000 alerts with one text in common",
            group(1_000, 50, ",\"message\":\"" + "m".repeat(900_000) + "\"")),
        Named.of(
            "1,000 alerts with many members in common",
            group(1_000, 50, ",\"c\":{" + keys(i -> "k" + i, 850_000) + "\"z\":1}")),
        Named.of(
            "an alert with many members", "{\"alerts\":[{" + keys(i -> "k" + i) + "\"z\":1}]}"));
  }

  private static String group(int size, int textLength, String more) {
    return IntStream.range(0, size)
        .mapToObj(
            i ->
                "{\"startsAt\":\"2026-03-04T07:12:10Z\",\"labels\":{\"a\":\"%d%s\"}}"
                    .formatted(i, "y".repeat(textLength)))
        .collect(Collectors.joining(",", "{\"alerts\":[", "]" + more + "}"));
  }

  private static String fill(String piece) {
    return piece.repeat(1_000_000 / piece.getBytes(StandardCharsets.UTF_8).length);
  }

  private static String keys(IntFunction<String> name) {
    return keys(name, 1_000_000);
  }

  private static String keys(IntFunction<String> name, int length) {
    StringBuilder keys = new StringBuilder();
    for (int i = 0; keys.length() < length; i++) {
      keys.append('"').append(name.apply(i)).append("\":1,");
    }
    return keys.toString();
  }

  private static String ofOneHash(int number) {
    return IntStream.range(0, 18)
        .mapToObj(bit -> (number >> bit & 1) == 0 ? "Aa" : "BB")
        .collect(Collectors.joining());
  }

  private static byte[] bytes(byte one) {
    byte[] body = fill("x").getBytes(StandardCharsets.UTF_8);
    Arrays.fill(body, one);
    System.arraycopy("{\"a\":\"".getBytes(StandardCharsets.UTF_8), 0, body, 0, 6);
    System.arraycopy("\"}".getBytes(StandardCharsets.UTF_8), 0, body, body.length - 2, 2);
    return body;
  }

  private static byte[] event(byte[] body) {
    return Json.write(
            Map.of(
                "headers",
                Map.of("x-grafana-token", "s3cr3t"),
                "requestContext",
                Map.of("http", Map.of("method", "POST"), "requestId", "r"),
                "body",
                Base64.getEncoder().encodeToString(body),
                "isBase64Encoded",
                true))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static WebhookHandler handler(FakeTopic topic) {
    Host host = RecordedLog.unread(CLOCK);
    Webhook webhook =
        new Webhook(
            new FakeSecrets("{\"x-grafana-token\":\"s3cr3t\"}"),
            topic,
            CLOCK,
            Log.of("webhook", host));
    return new WebhookHandler(new WebhookHandler.Wiring(() -> webhook));
  }
}
