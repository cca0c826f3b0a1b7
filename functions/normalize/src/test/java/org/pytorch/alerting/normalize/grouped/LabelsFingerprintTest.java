package org.pytorch.alerting.normalize.grouped;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.normalize.TestData;

class LabelsFingerprintTest {
  /** The first is what Grafana's test notification carries; the others were worked out apart. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          57c6d9296de2ad39 | {"instance": "Grafana", "alertname": "TestAlert"}
          8db30c441da15dcd | {"alertname": "TargetDown", "cluster": "rail-a", "instance": "10.4.0.17:9100", "job": "node", "severity": "critical", "team": "rail"}
          7bff7017a74608bd | {"tëam": "rail", "severity": "warning", "service.name": "pump/1", "alertname": "Водомер"}
          """)
  void is_what_prometheus_gives_the_same_labels_in_any_order(String fingerprint, String labels) {
    assertThat(LabelsFingerprint.of(Json.read(labels, JsonNode.class))).contains(fingerprint);
  }

  @Test
  void labels_without_a_value_are_none() {
    assertThat(
            LabelsFingerprint.of(
                Json.read(
                    "{\"instance\": \"Grafana\", \"x\": \"\", \"y\": null, \"z\": {},"
                        + " \"alertname\": \"TestAlert\"}",
                    JsonNode.class)))
        .contains("57c6d9296de2ad39");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "null", "\"x\"", "{\"a\": \"\"}"})
  void nothing_has_no_fingerprint(String labels) {
    assertThat(LabelsFingerprint.of(Json.read(labels, JsonNode.class))).isEmpty();
  }

  /** UTF-16 would sort the second name first, because its letter is two surrogates. */
  @Test
  void names_are_sorted_by_their_bytes() {
    JsonNode payload =
        Json.read(TestData.text("alertmanager/utf8-label-names.json"), JsonNode.class);

    assertThat(payload.at("/alerts/0/labels").has("a.\uff5e")).isTrue();
    assertThat(payload.at("/alerts/0/labels").has("a.\ud801\udc28")).isTrue();
    assertThat(LabelsFingerprint.of(payload.at("/alerts/0/labels")))
        .contains(payload.at("/alerts/0/fingerprint").asText());
  }
}
