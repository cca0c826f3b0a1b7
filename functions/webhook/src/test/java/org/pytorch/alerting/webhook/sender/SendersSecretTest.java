package org.pytorch.alerting.webhook.sender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.webhook.http.Requests;

class SendersSecretTest {
  private static final Instant NOW = Instant.parse("2026-03-04T07:12:10Z");

  private static final String SECRET =
      """
      {
        "x-grafana-token": "t-grafana",
        "X-Alertmanager-Token": ["t-new", "t-old\\n"],
        "x-my-header": {"source": "normalized", "tokens": ["t-a", "t-b"]},
        "x-other-header": {"source": "grafana", "tokens": "t-other"},
        "senders": {
          "Grafana": {"header": {"x-named": "t-named"}},
          "grafana-eu": {"source": "grafana", "header": {"x-eu": ["t-eu"]}}
        }
      }
      """;

  @ParameterizedTest
  @CsvSource({
    "x-grafana-token, t-grafana, grafana",
    "x-alertmanager-token, t-new, alertmanager",
    "x-alertmanager-token, t-old, alertmanager",
    "X-MY-HEADER, t-b, normalized",
    "x-other-header, t-other, grafana",
    "x-named, t-named, grafana",
    "x-eu, t-eu, grafana",
    "x-named, t-eu, ",
    "x-grafana-token, T-GRAFANA, ",
    "x-grafana-token, t-grafan, ",
    "x-grafana-token, t-new, ",
    "x-unknown-token, t-grafana, ",
    "x-grafana-token, '', "
  })
  void a_header_with_its_token_stands_for_its_source(String header, String token, String source) {
    assertThat(
            SendersSecret.parse(SECRET)
                .authenticate(Requests.post(Map.of(header, token), "{}"), NOW)
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
        "{\"x-my-header\": {\"source\": \"grafana\", \"tokens\": \"t\", \"s3cr3t\": 1}}",
        "{\"senders\": \"s3cr3t\"}",
        "{\"senders\": {}}",
        "{\"senders\": {\"grafana\": \"s3cr3t\"}}",
        "{\"senders\": {\"grafana\": {}}}",
        "{\"senders\": {\"grafana\": {\"bearer\": \"\"}}}",
        "{\"senders\": {\"grafana\": {\"bearer\": []}}}",
        "{\"senders\": {\"grafana\": {\"bearer\": \"s3cr3t\", \"requires\": \"all\"}}}",
        "{\"senders\": {\"grafana\": {\"bearer\": \"s3cr3t\", \"require\": \"s3cr3t\"}}}",
        "{\"senders\": {\"s3cr3t!\": {\"bearer\": \"s3cr3t\"}}}",
        "{\"senders\": {\"grafana\": {\"source\": \"no source\", \"bearer\": \"s3cr3t\"}}}",
        "{\"senders\": {\"grafana\": {\"header\": \"s3cr3t\"}}}",
        "{\"senders\": {\"grafana\": {\"header\": {\"s3cr3t\": \"\"}}}}",
        "{\"senders\": {\"grafana\": {\"basic\": {\"user\": \"u\"}}}}",
        "{\"senders\": {\"grafana\": {\"basic\": {\"password\": \"s3cr3t\"}}}}",
        "{\"senders\": {\"grafana\": {\"basic\": {\"user\": \"u:s3cr3t\", \"password\": \"p\"}}}}",
        "{\"senders\": {\"grafana\": {\"grafana_hmac\": {}}}}",
        "{\"senders\": {\"grafana\": {\"grafana_hmac\": {\"secret\": \"s\", \"freshness_seconds\":"
            + " 60}}}}",
        "{\"senders\": {\"g\": {\"grafana_hmac\": {\"secret\": \"s\", \"timestamp_header\": \"t\","
            + " \"freshness_seconds\": 0}}}}",
        "{\"senders\": {\"g\": {\"grafana_hmac\": {\"secret\": \"s\", \"timestamp_header\": \"t\","
            + " \"freshness_seconds\": 86401}}}}",
        "{\"senders\": {\"g\": {\"grafana_hmac\": {\"secret\": \"s\", \"timestamp_header\": \"t\","
            + " \"freshness_seconds\": \"60\"}}}}",
        "{\"senders\": {\"g\": {\"grafana_hmac\": {\"secret\": \"s\", \"timestamp\": \"t\"}}}}",
        "{\"senders\": {\"github\": {\"github_hmac\": \"s3cr3t\"}}}",
        "{\"senders\": {\"github\": {\"github_hmac\": {\"secret\": \" \"}}}}",
        "{\"senders\": {\"g\": {\"bearer\": \"s3cr3t\", \"operators\": {\"team\": \"!\"}}}}",
        "{\"senders\": {\"g\": {\"bearer\": \"s3cr3t\", \"operators\": {\"priority\":"
            + " \"s3cr3t\"}}}}",
        "{\"senders\": {\"g\": {\"bearer\": \"s3cr3t\", \"operators\": {\"s3cr3t\": \"P1\"}}}}",
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "\"x-check-token\": \"t\"                                         | check",
        "\"x-mine\": {\"source\": \"check\", \"tokens\": \"t\"}           | check",
        "\"senders\": {\"Check\": {\"bearer\": \"t\"}}                      | check",
        "\"senders\": {\"mine\": {\"source\": \"check\", \"bearer\": \"t\"}}  | check",
        "\"x-shared-token\": \"t\"                                        | shared",
        "\"x-mine\": {\"source\": \"shared\", \"tokens\": \"t\"}          | shared",
        "\"senders\": {\"Shared\": {\"bearer\": \"t\"}}                     | shared",
        "\"senders\": {\"mine\": {\"source\": \"shared\", \"bearer\": \"t\"}} | shared"
      })
  void nobody_can_have_a_source_of_our_own(String entry, String source) {
    Senders senders = SendersSecret.parse("{\"x-grafana-token\": \"g\", " + entry + "}");

    assertThat(senders.senders()).extracting(Sender::source).containsExactly("grafana");
    assertThat(senders.problems())
        .singleElement()
        .asString()
        .endsWith(
            source.equals("check")
                ? "its source is \"check\", the name of our own messages: choose another"
                : "its source is \"shared\", the name of issues that alerts share: choose another");
  }

  @Test
  void a_named_entry_that_cannot_be_used_is_told_by_its_place() {
    Senders senders =
        SendersSecret.parse(
            """
            {"senders": {"alertmanager": {"bearer": "t"}, "grafana": {"bearer": "t", "requires": "all"}}}
            """);

    assertThat(senders.senders()).extracting(Sender::source).containsExactly("alertmanager");
    assertThat(senders.problems()).singleElement().asString().startsWith("sender 2: ");
  }

  @Test
  void a_sender_may_name_its_operators() {
    Senders senders =
        SendersSecret.parse(
            """
            {
              "senders": {
                "grafana": {"bearer": "t", "operators": {"team": "Dev Infra", "priority": "2"}},
                "alertmanager": {"bearer": "t", "operators": {"team": "infra"}}
              },
              "x-cloudwatch-token": "t"
            }
            """);

    assertThat(senders.problems()).isEmpty();
    assertThat(senders.senders())
        .extracting(Sender::operators)
        .containsExactly(
            new Operators("dev-infra", Priority.P2),
            new Operators("infra", Priority.P1),
            new Operators("alerting", Priority.P1));
  }

  @Test
  void nothing_that_was_read_prints_a_secret() {
    Senders senders =
        SendersSecret.parse(
            """
            {"senders": {"grafana": {
              "header": {"x-key": "s3cr3t"}, "bearer": "s3cr3t",
              "basic": {"user": "u", "password": "s3cr3t"},
              "grafana_hmac": {"secret": "s3cr3t"}, "github_hmac": {"secret": "s3cr3t"}}}}
            """);

    assertThat(senders.senders().getFirst().credentials()).hasSize(5);
    assertThat(senders.toString()).doesNotContain("s3cr3t");
  }
}
