package org.pytorch.alerting.webhook.sender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.runtime.Log;
import org.pytorch.alerting.runtime.RecordedLog;
import org.pytorch.alerting.webhook.http.Requests;
import org.pytorch.alerting.webhook.http.WebhookRequest;

class CachedSendersTest {
  private final RecordedLog log = new RecordedLog();
  private final FakeSecrets secrets = new FakeSecrets("{\"x-grafana-token\":\"old\"}");
  private Instant now = Instant.parse("2026-03-04T07:12:10Z");
  private final CachedSenders senders =
      new CachedSenders(secrets, () -> now, Log.of("webhook", log.host(() -> now)));

  @Test
  void the_secret_is_read_once_in_five_minutes() {
    assertThat(letsIn("old")).isTrue();
    pass(Duration.ofSeconds(299));
    assertThat(letsIn("old")).isTrue();
    assertThat(secrets.reads).isEqualTo(1);
    pass(Duration.ofSeconds(1));
    assertThat(letsIn("old")).isTrue();
    assertThat(secrets.reads).isEqualTo(2);
  }

  @Test
  void a_rotation_works_at_once() {
    assertThat(letsIn("old")).isTrue();
    secrets.secret = "{\"x-grafana-token\":\"new\"}";
    assertThat(letsIn("new")).isTrue();
    assertThat(letsIn("old")).isFalse();
  }

  @Test
  void a_removed_token_is_let_in_for_five_minutes_and_no_longer() {
    assertThat(letsIn("old")).isTrue();
    secrets.secret = "{\"x-grafana-token\":\"new\"}";
    pass(Duration.ofSeconds(299));
    assertThat(letsIn("old")).isTrue();
    pass(Duration.ofSeconds(1));
    assertThat(letsIn("old")).isFalse();
  }

  @Test
  void a_flood_of_wrong_tokens_reads_the_secret_once_in_thirty_seconds() {
    assertThat(letsIn("old")).isTrue();
    for (int request = 0; request < 1_000; request++) {
      assertThat(letsIn("wrong")).isFalse();
    }
    assertThat(secrets.reads).isEqualTo(2);
    pass(Duration.ofSeconds(29));
    assertThat(letsIn("wrong")).isFalse();
    assertThat(secrets.reads).isEqualTo(2);
    pass(Duration.ofSeconds(1));
    assertThat(letsIn("wrong")).isFalse();
    assertThat(secrets.reads).isEqualTo(3);
  }

  @Test
  void a_wrong_token_first_of_all_reads_the_secret_once() {
    assertThat(letsIn("wrong")).isFalse();
    assertThat(secrets.reads).isEqualTo(1);
  }

  @Test
  void a_store_that_is_down_is_asked_again_after_five_seconds() {
    secrets.down = true;
    for (int request = 0; request < 100; request++) {
      assertUnavailable("old");
    }
    pass(Duration.ofMillis(4_999));
    assertUnavailable("old");
    assertThat(secrets.reads).isEqualTo(1);
    secrets.down = false;
    pass(Duration.ofMillis(1));
    assertThat(letsIn("old")).isTrue();
  }

  @Test
  void known_senders_are_let_in_for_an_hour_after_the_last_read_that_worked() {
    assertThat(letsIn("old")).isTrue();
    secrets.down = true;
    for (int minute = 1; minute < 60; minute++) {
      pass(Duration.ofMinutes(1));
      assertThat(letsIn("old")).as("minute %d", minute).isTrue();
    }
    pass(Duration.ofMillis(59_999));
    assertThat(letsIn("old")).isTrue();
    pass(Duration.ofMillis(1));
    assertUnavailable("old");
    secrets.down = false;
    pass(Duration.ofSeconds(5));
    assertThat(letsIn("old")).isTrue();
  }

  @Test
  void after_an_hour_of_outage_nobody_is_told_that_the_last_known_secret_is_used() {
    assertThat(letsIn("old")).isTrue();
    secrets.down = true;
    pass(Duration.ofHours(1));
    assertUnavailable("old");

    assertThat(log.text()).doesNotContain("the last known one is used");
  }

  @Test
  void a_secret_that_cannot_be_used_counts_as_an_outage_as_well() {
    assertThat(letsIn("old")).isTrue();
    secrets.secret = "{cut";
    pass(Duration.ofMinutes(59));
    assertThat(letsIn("old")).isTrue();
    pass(Duration.ofMinutes(1));
    assertUnavailable("old");
  }

  @Test
  void the_end_of_an_outage_ends_a_removed_token() {
    assertThat(letsIn("old")).isTrue();
    secrets.down = true;
    pass(Duration.ofMinutes(30));
    assertThat(letsIn("old")).isTrue();
    secrets.down = false;
    secrets.secret = "{\"x-grafana-token\":\"new\"}";
    pass(Duration.ofSeconds(5));
    assertThat(letsIn("old")).isFalse();
    assertThat(letsIn("new")).isTrue();
  }

  @Test
  void during_an_outage_the_store_is_asked_once_in_five_seconds_and_each_failure_is_an_error() {
    assertThat(letsIn("old")).isTrue();
    secrets.down = true;
    pass(Duration.ofMinutes(5));
    for (int request = 0; request < 100; request++) {
      assertThat(letsIn("old")).isTrue();
    }
    assertThat(secrets.reads).isEqualTo(2);
    pass(Duration.ofSeconds(5));
    assertThat(letsIn("old")).isTrue();
    assertThat(secrets.reads).isEqualTo(3);
    assertThat(log.text().lines())
        .filteredOn(line -> line.contains("\"SecretReadFailures\":1"))
        .hasSize(2);
    assertThat(log.text().lines())
        .filteredOn(line -> line.contains("\"message\""))
        .hasSize(2)
        .allSatisfy(
            line ->
                assertThat(line)
                    .contains(
                        "\"level\":\"ERROR\"",
                        "the last known one is used",
                        "WEBHOOK_SECRET_ID",
                        "\"used_until\":\"2026-03-04T08:12:10.000Z\""));
  }

  /** A token that does not match may be a new one: 503 lets its sender try again, 401 does not. */
  @Test
  void an_unknown_token_cannot_be_judged_during_an_outage_however_often_it_comes() {
    assertThat(letsIn("old")).isTrue();
    secrets.down = true;
    for (int second = 0; second < 600; second++) {
      pass(Duration.ofSeconds(1));
      assertUnavailable("new");
    }
    assertThat(secrets.reads).isEqualTo(1 + 120);
    assertThat(letsIn("old")).isTrue();
  }

  @Test
  void a_secret_that_was_never_read_and_cannot_be_used_is_unavailable_until_it_is_fixed() {
    secrets.secret = "{\"x-grafana-token\":\"\"}";
    assertUnavailable("");
    secrets.secret = "{\"x-grafana-token\":\"new\"}";
    pass(Duration.ofSeconds(5));
    assertThat(letsIn("new")).isTrue();
  }

  @Test
  void an_entry_that_was_left_out_is_logged_without_its_text() {
    secrets.secret = "{\"s3cr3t\":\"s3cr3t\",\"x-grafana-token\":\"old\"}";
    assertThat(letsIn("old")).isTrue();
    assertThat(log.text())
        .contains("\"level\":\"ERROR\"", "WEBHOOK_SECRET_ID", "entry 1")
        .doesNotContain("s3cr3t");
  }

  @Test
  void a_rotated_signing_secret_works_at_once_and_failed_signatures_do_not_hammer_the_store() {
    secrets.secret = signing("old");
    assertThat(letsInSigned("old")).isTrue();
    secrets.secret = signing("new\", \"old");
    assertThat(letsInSigned("new")).isTrue();
    assertThat(letsInSigned("old")).isTrue();
    for (int request = 0; request < 100; request++) {
      assertThat(letsInSigned("wrong")).isFalse();
    }
    assertThat(secrets.reads).isEqualTo(2);
  }

  private static String signing(String secret) {
    return "{\"senders\": {\"grafana\": {\"grafana_hmac\": {\"secret\": [\"%s\"]}}}}"
        .formatted(secret);
  }

  private boolean letsInSigned(String secret) {
    String signature = new HmacKey(secret).sign("{}".getBytes(StandardCharsets.UTF_8));
    return senders
        .authenticate(Requests.post(Map.of("X-Grafana-Alerting-Signature", signature), "{}"))
        .isPresent();
  }

  private void assertUnavailable(String token) {
    assertThatThrownBy(() -> letsIn(token)).isInstanceOf(SecretsUnavailableException.class);
  }

  private boolean letsIn(String token) {
    return senders
        .authenticate(new WebhookRequest("POST", Map.of("X-Grafana-Token", token), "{}", false))
        .isPresent();
  }

  private void pass(Duration duration) {
    now = now.plus(duration);
  }
}
