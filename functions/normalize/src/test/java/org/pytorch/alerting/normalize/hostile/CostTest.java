package org.pytorch.alerting.normalize.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
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
import org.pytorch.alerting.model.message.NormalizedMessage;
import org.pytorch.alerting.normalize.NormalizeHandler;
import org.pytorch.alerting.normalize.TestData;
import org.pytorch.alerting.runtime.RecordedLog;

/**
 * The cost of a payload grows with its length, whatever it consists of: code that is quadratic in
 * anything takes minutes for a megabyte. The limit is far above what is needed, half a second, so
 * that a busy machine does not matter; {@code make bench} measures.
 */
class CostTest {
  /** Processor time of one thread. */
  private static final Duration MAX_CPU = Duration.ofSeconds(10);

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private static final String ALERT =
      "{\"status\":\"firing\",\"labels\":{\"alertname\":\"a%1$d\",\"team\":\"t\",\"priority\":\"1\"}"
          + "%2$s}";

  static Stream<Named<String>> bodies() {
    return Stream.of(structures(), texts(), groups(), shared()).flatMap(bodies -> bodies);
  }

  /** The time-out only keeps a fault from holding up the build. */
  @ParameterizedTest
  @MethodSource("bodies")
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void a_megabyte_of_it_costs_no_more_than_its_length(String body) {
    assertThat(body.length()).isBetween(900_000, 1_048_576);
    byte[] input =
        Json.write(Map.of("message_id", "m-1", "body", body)).getBytes(StandardCharsets.UTF_8);
    NormalizeHandler handler =
        new NormalizeHandler(RecordedLog.unread(InstantSource.fixed(TestData.SENT_AT)));
    ByteArrayOutputStream output = new ByteArrayOutputStream();

    long before = THREADS.getCurrentThreadCpuTime();
    handler.handleRequest(new ByteArrayInputStream(input), output, null);

    assertThat(Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - before)).isLessThan(MAX_CPU);
    NormalizedMessage message =
        Json.read(output.toString(StandardCharsets.UTF_8), NormalizedMessage.class);
    // What is rejected as a whole goes to the dead-letter queue as it came.
    boolean whole = Invariants.isRejectedWhole(message);
    assertThat(output.size()).isLessThanOrEqualTo(whole ? input.length + 20_000 : 204_800);
    assertThat(message.alerts().stream().flatMap(alert -> alert.rejection().stream()))
        .allSatisfy(rejection -> assertThat(rejection.diagnosis()).hasSizeLessThanOrEqualTo(8_000));
  }

  private static Stream<Named<String>> structures() {
    return Stream.of(
        Named.of("nested arrays", fill("[")),
        Named.of("nested objects", fill("{\"a\":")),
        Named.of("open quotes", fill("\"")),
        Named.of("one number", "{\"alerts\":[" + fill("9") + "]}"),
        Named.of("one fraction", "{\"alerts\":[0." + fill("1") + "]}"),
        Named.of("many numbers", "{\"alerts\":[1],\"x\":[" + fill("9".repeat(99) + ",") + "1]}"),
        Named.of("huge exponents", "{\"alerts\":[1],\"x\":[" + fill("1e999999999,") + "1]}"),
        Named.of("empty alerts", "{\"alerts\":[" + fill("{},") + "{}]}"),
        Named.of("nulls", "{\"alerts\":[" + fill("null,") + "1]}"),
        Named.of("keys", labels(i -> "k" + i)),
        Named.of(
            "keys of one hash", "{\"x\":{" + keys(i -> ofOneHash(i, "Aa", "BB")) + "\"z\":1}}"),
        Named.of("labels of one hash", labels(i -> ofOneHash(i, "Aa", "BB"))),
        Named.of("labels of one hash by another reckoning", labels(i -> ofOneHash(i, "B!", "AB"))),
        Named.of("spaces", fill(" ") + "{}"),
        Named.of("text in text", "\"" + fill("\\\\\\\"") + "\""));
  }

  /** One text of every kind, wherever texts are looked at closely. */
  private static Stream<Named<String>> texts() {
    return Stream.of(
            "x",
            "\\n",
            "\\r",
            "|",
            "=",
            "\\\\n",
            ":",
            "-",
            "[",
            "]",
            ",",
            "\\u0000",
            "\\ud800",
            "TEAM=",
            "TEAM ",
            "\\n \\n",
            "{{",
            "[no value]",
            "%!s(",
            "<no value",
            "${",
            "- **TEAM:** ",
            "teams:\\n- a",
            "team=a ",
            "(team: ",
            "<br>",
            "TEAM=a PRIORITY=P1 ",
            "a ",
            "-a",
            "http://",
            "🚢")
        .flatMap(
            piece ->
                Stream.of(
                    Named.of(
                        "alarm of " + piece,
                        cloudWatch(piece, "AlarmDescription", "Region", "AlarmArn")),
                    Named.of(
                        "labels of " + piece, labels(piece, "team", "severity", "runbook_url")),
                    Named.of(
                        "teams of " + piece,
                        "{\"schema_version\":1,\"teams\":" + text(piece) + "}")));
  }

  private static Stream<Named<String>> groups() {
    return Stream.of(
        Named.of("1,000 alerts", group(1_000, ",\"x\":\"" + "y".repeat(850) + "\"", "")),
        Named.of(
            "250 alerts with long texts",
            group(250, ",\"annotations\":{\"description\":\"" + "y".repeat(3_900) + "\"}", "")),
        Named.of(
            "250 alerts with one text in common",
            group(
                250,
                "",
                ",\"commonAnnotations\":{\"description\":\"" + "\\\"".repeat(460_000) + "\"}")),
        Named.of(
            "1,000 incomplete alerts",
            group(1_000, ",\"x\":\"" + "y".repeat(850) + "\"", "")
                .replace("\"team\"", "\"squad\"")),
        Named.of(
            "250 incomplete alerts with one text in common",
            group(
                    250,
                    "",
                    ",\"commonAnnotations\":{\"description\":\"" + "\\\"".repeat(460_000) + "\"}")
                .replace("\"team\"", "\"squad\"")),
        Named.of(
            "250 incomplete alerts with many labels in common",
            group(
                    250,
                    "",
                    ",\"commonLabels\":{" + keys(i -> "k" + i).substring(0, 900_000) + "\":1}")
                .replace("\"team\"", "\"squad\"")),
        Named.of(
            "1,000 bad alerts and a good one",
            "{\"alerts\":[%s%s]}"
                .formatted(
                    ("{\"x\":\"" + "y".repeat(950) + "\"},").repeat(999), ALERT.formatted(0, ""))));
  }

  /** What a thousand alerts have in common is looked up once. */
  private static Stream<Named<String>> shared() {
    return Stream.of("1", "4")
        .flatMap(
            version ->
                Stream.of(
                        shared(version, "texts", length -> '"' + "x-".repeat(length / 2) + '"'),
                        shared(version, "lists", length -> '[' + "1,".repeat(length / 2) + "1]"))
                    .flatMap(bodies -> bodies));
  }

  private static Stream<Named<String>> shared(
      String version, String kind, IntFunction<String> value) {
    String who = members(value, "alertname", "team", "teams", "priority", "severity");
    String what = members(value, "description", "region", "error", "impact", "runbook");
    return Stream.of(
            quoted("commonLabels", "{" + who + "}"),
            quoted("commonLabels", "{" + what + "}"),
            quoted("commonAnnotations", "{" + who + "}"),
            quoted("commonAnnotations", "{" + what + "}"),
            members(value, "orgId"),
            members(value, "status"))
        .map(
            members ->
                Named.of(
                    "version %s, %s, %s".formatted(version, kind, members.substring(0, 30)),
                    shared(version, members)));
  }

  private static String quoted(String name, String value) {
    return "\"%s\":%s".formatted(name, value);
  }

  private static String shared(String version, String members) {
    String alerts = "{\"labels\":{\"a\":1}},".repeat(999) + "{\"labels\":{\"a\":2}}";
    return "{\"version\":\"%s\",\"alerts\":[%s],%s}".formatted(version, alerts, members);
  }

  private static String group(int size, String more, String common) {
    return IntStream.range(0, size)
        .mapToObj(i -> ALERT.formatted(i, more))
        .collect(Collectors.joining(",", "{\"alerts\":[", "]" + common + "}"));
  }

  private static String cloudWatch(String piece, String... members) {
    return "{\"AlarmName\":\"a\",\"NewStateValue\":\"ALARM\",%s}".formatted(all(piece, members));
  }

  private static String labels(String piece, String... names) {
    return "{\"version\":\"4\",\"alerts\":[{\"labels\":{%s}}]}".formatted(all(piece, names));
  }

  private static String all(String piece, String... names) {
    return members(length -> '"' + piece.repeat(length / piece.length()) + '"', names);
  }

  /** {@return members called {@code names}, about a megabyte in total} */
  private static String members(IntFunction<String> value, String... names) {
    String one = value.apply(940_000 / names.length);
    return Stream.of(names).map(name -> quoted(name, one)).collect(Collectors.joining(","));
  }

  private static String text(String piece) {
    return '"' + fill(piece) + '"';
  }

  /** {@return about a megabyte of {@code piece}} */
  private static String fill(String piece) {
    return piece.repeat(1_000_000 / piece.length());
  }

  private static String keys(IntFunction<String> name) {
    StringBuilder keys = new StringBuilder();
    for (int i = 0; keys.length() < 1_000_000; i++) {
      keys.append('"').append(name.apply(i)).append("\":1,");
    }
    return keys.toString();
  }

  private static String labels(IntFunction<String> name) {
    return "{\"alerts\":[{\"labels\":{" + keys(name) + "\"z\":1}}]}";
  }

  private static String ofOneHash(int number, String zero, String one) {
    return IntStream.range(0, 18)
        .mapToObj(bit -> (number >> bit & 1) == 0 ? zero : one)
        .collect(Collectors.joining());
  }
}
