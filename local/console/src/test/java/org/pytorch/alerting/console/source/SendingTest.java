package org.pytorch.alerting.console.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SendingTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"schema_version": 1}           | normalized
          {"alerts": [], "orgId": 1}      | grafana
          {"alerts": [], "state": "ok"}   | grafana
          {"alerts": []}                  | alertmanager
          {"alerts": {}}                  | cloudwatch
          {"AlarmName": "a"}              | cloudwatch
          {"alerts": [                    | cloudwatch
          no JSON                         | cloudwatch
          """)
  void the_format_names_the_sender(String body, String source) {
    assertThat(Sending.sourceOf(body)).isEqualTo(source);
  }
}
