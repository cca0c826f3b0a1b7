package org.pytorch.alerting.model;

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
}
