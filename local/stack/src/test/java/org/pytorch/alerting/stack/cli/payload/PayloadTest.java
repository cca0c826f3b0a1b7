package org.pytorch.alerting.stack.cli.payload;

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
  void sender_is_recognised_by_the_payloads_format(String file, String source) {
    assertThat(Payload.of(file, Project.payload(file)).source()).contains(source);
  }

  @ParameterizedTest
  @CsvSource({
    "cloudwatch/metric-alarm.json",
    "cloudwatch/metric-alarm-sns.json",
    "cloudwatch/eventbridge-metric-alarm.json",
    "malformed/cut-json.json"
  })
  void alarms_and_bodies_that_are_not_json_have_no_sender(String file) {
    assertThat(Payload.of(file, Project.payload(file)).source()).isEmpty();
  }

  @Test
  void alertmanagers_payload_is_grafanas_without_what_grafana_adds() {
    assertThat(Payload.of("x", "{\"version\":\"4\",\"alerts\":[],\"receiver\":\"r\"}").source())
        .contains("alertmanager");
  }
}
