package org.pytorch.alerting.endtoend.wholerun;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.pytorch.alerting.runtime.Log;

/**
 * One metric value, parsed from a log line as CloudWatch does it, by the "Embedded metric format
 * specification" of the CloudWatch user guide.
 *
 * @param dimensions names and values of the dimension set that is not empty, if there is one
 */
record EmbeddedMetric(String name, Map<String, String> dimensions, long value, String unit) {
  /** Dimensions with few values each; a fingerprint or an id would create a metric per alert. */
  private static final Set<String> DIMENSIONS =
      Set.of(
          "source", "priority", "action", "result", "outcome", "error", "kind", "reason", "status");

  private static final Set<String> UNITS = Set.of("Count", "Milliseconds");

  /** {@return the metric of {@code line}, after asserting that CloudWatch can parse it} */
  static EmbeddedMetric of(JsonNode line) {
    JsonNode metadata = line.path("_aws");
    assertThat(metadata.path("Timestamp").isIntegralNumber()).as("%s", line).isTrue();
    assertThat(metadata.path("CloudWatchMetrics")).as("%s", line).hasSize(1);
    JsonNode directive = metadata.path("CloudWatchMetrics").path(0);
    assertThat(directive.path("Namespace").asText()).isEqualTo(Log.METRICS_NAMESPACE);
    assertThat(directive.path("Metrics")).as("%s", line).hasSize(1);
    String name = directive.at("/Metrics/0/Name").asText();
    String unit = directive.at("/Metrics/0/Unit").asText();
    assertThat(UNITS).contains(unit);
    assertThat(line.path(name).isIntegralNumber()).as("a value of %s in %s", name, line).isTrue();
    assertThat(line.path(name).asLong()).as("%s", line).isNotNegative();
    return new EmbeddedMetric(
        name, dimensions(line, directive.path("Dimensions")), line.path(name).asLong(), unit);
  }

  /** The first set is empty, for the total; one more set may follow. */
  private static Map<String, String> dimensions(JsonNode line, JsonNode sets) {
    assertThat(sets.path(0).isArray() && sets.path(0).isEmpty()).as("total of %s", line).isTrue();
    assertThat(sets.size()).as("%s", line).isBetween(1, 2);
    Map<String, String> dimensions = new TreeMap<>();
    StreamSupport.stream(sets.path(1).spliterator(), false)
        .map(JsonNode::asText)
        .forEach(
            dimension -> {
              assertThat(line.path(dimension).isTextual()).as("%s", line).isTrue();
              dimensions.put(dimension, line.path(dimension).asText());
            });
    assertThat(DIMENSIONS).containsAll(dimensions.keySet());
    assertThat(dimensions.values()).allMatch(value -> value.matches("[A-Za-z0-9_]{1,40}"));
    return dimensions;
  }

  /** {@return for example {@code AlertsDecided{action=CREATE, source=grafana}}} */
  String key() {
    return name + dimensions;
  }
}
