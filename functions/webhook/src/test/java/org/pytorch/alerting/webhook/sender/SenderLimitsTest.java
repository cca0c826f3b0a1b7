package org.pytorch.alerting.webhook.sender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The numbers in {@code docs/webhook.md}, written out: at the limit and one beyond it. */
class SenderLimitsTest {
  @Test
  void a_signature_may_be_fresh_for_a_second_to_a_day() {
    assertThat(SendersSecret.parse(fresh(1)).senders()).hasSize(1);
    assertThat(SendersSecret.parse(fresh(86_400)).senders()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"basic\": {\"user\": \"u\", \"password\": \"p\", \"realm\": \"r\"}}",
        "{\"basic\": {\"user\": \":u\", \"password\": \"p\"}}",
        "{\"github_hmac\": {\"secret\": \"s\", \"algorithm\": \"sha1\"}}"
      })
  void a_member_that_means_nothing_makes_its_entry_unusable(String sender) {
    assertThatThrownBy(() -> SendersSecret.parse("{\"senders\": {\"g\": " + sender + "}}"))
        .isInstanceOf(SecretsUnavailableException.class);
  }

  private static String fresh(int seconds) {
    return """
    {"senders": {"g": {"grafana_hmac":
      {"secret": "s", "timestamp_header": "t", "freshness_seconds": %d}}}}
    """
        .formatted(seconds);
  }
}
