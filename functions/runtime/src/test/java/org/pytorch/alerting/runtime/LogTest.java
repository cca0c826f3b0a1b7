package org.pytorch.alerting.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.model.json.Json;

class LogTest {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Log log =
      Log.of(
          "decide",
          new Host(
              new Environment(Map.of()),
              InstantSource.fixed(Instant.parse("2026-03-04T07:12:10Z")),
              new PrintStream(printed, true, UTF_8)));

  @Test
  void duration_is_in_milliseconds_and_without_dimensions_is_one_metric() {
    log.duration("AlertLatency", 1_500, Map.of());

    JsonNode line = Json.read(printed.toString(UTF_8), JsonNode.class);
    JsonNode metrics = line.at("/_aws/CloudWatchMetrics/0");
    assertThat(line.path("AlertLatency").asLong()).isEqualTo(1_500);
    assertThat(metrics.path("Dimensions").toString()).isEqualTo("[[]]");
    assertThat(metrics.at("/Metrics/0/Name").asText()).isEqualTo("AlertLatency");
    assertThat(metrics.at("/Metrics/0/Unit").asText()).isEqualTo("Milliseconds");
    assertThat(line.at("/_aws/Timestamp").asLong()).isEqualTo(1_772_608_330_000L);
  }

  @Test
  void every_line_says_which_commit_wrote_it() {
    Log deployed =
        Log.of(
            "decide",
            new Host(
                new Environment(Map.of("COMMIT", "0123456789ab")),
                InstantSource.fixed(Instant.parse("2026-03-04T07:12:10Z")),
                new PrintStream(printed, true, UTF_8)));

    deployed.info("Done").write();
    deployed.count("AlertsDecided", 1, Map.of());
    log.info("Not deployed").write();

    assertThat(printed.toString(UTF_8).lines())
        .satisfiesExactly(
            line -> assertThat(line).contains("\"commit\":\"0123456789ab\""),
            metric -> assertThat(metric).contains("\"commit\":\"0123456789ab\""),
            line -> assertThat(line).doesNotContain("commit", "version"));
  }

  @Test
  void level_says_who_has_to_act() {
    log.warn("Odd").with("issue", Optional.of("tidewater/alerts#1")).write();
    log.error("Broken").write();

    assertThat(printed.toString(UTF_8).lines())
        .satisfiesExactly(
            warning ->
                assertThat(warning)
                    .contains("\"level\":\"WARN\"", "\"issue\":\"tidewater/alerts#1\""),
            error -> assertThat(error).contains("\"level\":\"ERROR\""));
  }

  @Test
  void log_lines_are_json_with_timestamp_and_level() {
    log.info("Decided").with("fingerprint", "f").with("issue", Optional.empty()).write();
    log.count("AlertsDecided", 1, Map.of("source", "grafana", "action", "CREATE"));

    assertThat(printed.toString(UTF_8).lines())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .isEqualTo(
                        """
                        {"timestamp":"2026-03-04T07:12:10.000Z","level":"INFO","function":"decide",\
                        "message":"Decided","fingerprint":"f"}\
                        """),
            line ->
                assertThat(line)
                    .contains("\"Namespace\":\"AlertPipeline\"")
                    .contains("\"Dimensions\":[[],[\"action\",\"source\"]]")
                    .contains("\"action\":\"CREATE\"", "\"AlertsDecided\":1"));
  }

  @Test
  void metrics_go_to_the_namespace_of_their_environment() {
    Host host =
        new Host(
            new Environment(Map.of("METRICS_NAMESPACE", "AlertPipeline/alerting-prod")),
            InstantSource.fixed(Instant.parse("2026-03-04T07:12:10Z")),
            new PrintStream(printed, true, UTF_8));

    Log.of("decide", host).count("AlertsDecided", 1, Map.of());

    assertThat(printed.toString(UTF_8)).contains("\"Namespace\":\"AlertPipeline/alerting-prod\"");
  }
}
