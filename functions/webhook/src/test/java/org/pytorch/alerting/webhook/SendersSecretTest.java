package org.pytorch.alerting.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SendersSecretTest {
  private static final String SECRET =
      """
      {
        "x-grafana-token": "t-grafana",
        "X-Alertmanager-Token": ["t-new", "t-old\\n"],
        "x-my-header": {"source": "normalized", "tokens": ["t-a", "t-b"]},
        "x-other-header": {"source": "grafana", "tokens": "t-other"}
      }
      """;

  @ParameterizedTest
  @CsvSource({
    "x-grafana-token, t-grafana, grafana",
    "x-alertmanager-token, t-new, alertmanager",
    "x-alertmanager-token, t-old, alertmanager",
    "X-MY-HEADER, t-b, normalized",
    "x-other-header, t-other, grafana",
    "x-grafana-token, T-GRAFANA, ",
    "x-grafana-token, t-grafan, ",
    "x-grafana-token, t-new, ",
    "x-unknown-token, t-grafana, ",
    "x-grafana-token, '', "
  })
  void a_header_with_its_token_stands_for_its_source(String header, String token, String source) {
    assertThat(
            SendersSecret.parse(SECRET)
                .authenticate(new HttpRequest("POST", Map.of(header, token), "{}", false))
                .map(Sender::source)
                .orElse(null))
        .isEqualTo(source);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"s3cr3t\": \"x-grafana-token\"}",
        "{\"x-grafana-token\": \"\"}",
        "{\"x-grafana-token\": [\"s3cr3t\", \" \"]}",
        "{\"x-grafana-token\": []}",
        "{\"x-grafana-token\": 7}",
        "{\"x-s3cr3t!-token\": \"t\"}",
        "{\"x-my-header\": {\"tokens\": [\"s3cr3t\"]}}",
        "{\"x-my-header\": {\"source\": \"grafana\"}}",
        "{}",
        "[]",
        "",
        "s3cr3t",
        "{\"x-grafana-token\": \"s3cr3t",
      })
  void a_secret_that_lets_nobody_in_is_refused_without_being_quoted(String secret) {
    assertThatThrownBy(() -> SendersSecret.parse(secret))
        .isInstanceOf(SecretsUnavailableException.class)
        .hasMessageNotContaining("s3cr3t");
  }

  @Test
  void an_entry_that_cannot_be_used_keeps_nobody_else_out() {
    Senders senders = SendersSecret.parse("{\"note\":\"x\",\"x-grafana-token\":\"t\"}");

    assertThat(senders.senders()).extracting(Sender::source).containsExactly("grafana");
    assertThat(senders.problems()).singleElement().asString().startsWith("entry 1: ");
  }
}
