package org.pytorch.alerting.stack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pytorch.alerting.stack.Project;

final class PayloadTest {
  @ParameterizedTest
  @CsvSource({
    "grafana/firing.json, grafana",
    "grafana/test-notification.json, grafana",
    "normalized/firing.json, normalized"
  })
  void sender_is_told_by_the_payloads_shape(String file, String source) {
    assertThat(Payload.of(file, Project.payload(file)).source()).contains(source);
  }

  @ParameterizedTest
  @CsvSource({
    "cloudwatch/metric-alarm.json",
    "cloudwatch/metric-alarm-sns.json",
    "cloudwatch/eventbridge-metric-alarm.json",
    "malformed/cut-json.json"
  })
  void alarms_and_what_is_not_json_come_through_sns(String file) {
    assertThat(Payload.of(file, Project.payload(file)).source()).isEmpty();
  }

  @Test
  void alertmanagers_payload_is_grafanas_without_what_grafana_adds() {
    assertThat(Payload.of("x", "{\"version\":\"4\",\"alerts\":[],\"receiver\":\"r\"}").source())
        .contains("alertmanager");
  }
}
