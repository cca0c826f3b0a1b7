package org.pytorch.alerting.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.model.Environment;
import org.pytorch.alerting.model.Host;
import org.pytorch.alerting.model.Log;

class CachedSendersTest {
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final FakeSecrets secrets = new FakeSecrets("{\"x-grafana-token\":\"old\"}");
  private Instant now = Instant.parse("2026-03-04T07:12:10Z");
  private final CachedSenders senders =
      new CachedSenders(
          secrets,
          () -> now,
          Log.of(
              "webhook",
              new Host(
                  new Environment(Map.of()),
                  () -> now,
                  new PrintStream(log, true, StandardCharsets.UTF_8))));

  @Test
  void the_secret_is_read_once_in_five_minutes() {
    assertThat(letsIn("old")).isTrue();
    pass(CachedSenders.LIFETIME.minusMillis(1));
    assertThat(letsIn("old")).isTrue();
    assertThat(secrets.reads).isEqualTo(1);
    pass(Duration.ofMillis(1));
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
  void a_revoked_token_is_let_in_no_longer_than_five_minutes() {
    assertThat(letsIn("old")).isTrue();
    secrets.secret = "{\"x-grafana-token\":\"new\"}";
    pass(CachedSenders.LIFETIME);
    assertThat(letsIn("old")).isFalse();
  }

  @Test
  void a_flood_of_wrong_tokens_reads_the_secret_once_in_thirty_seconds() {
    assertThat(letsIn("old")).isTrue();
    for (int request = 0; request < 1_000; request++) {
      assertThat(letsIn("wrong")).isFalse();
    }
    assertThat(secrets.reads).isEqualTo(2);
    pass(CachedSenders.REFRESH_INTERVAL);
    assertThat(letsIn("wrong")).isFalse();
    assertThat(secrets.reads).isEqualTo(3);
  }

  @Test
  void a_wrong_token_first_of_all_reads_the_secret_once() {
    assertThat(letsIn("wrong")).isFalse();
    assertThat(secrets.reads).isEqualTo(1);
  }

  @Test
  void a_store_that_is_down_is_asked_again_only_after_a_pause() {
    secrets.down = true;
    for (int request = 0; request < 100; request++) {
      assertThatThrownBy(() -> letsIn("old")).isInstanceOf(SecretsUnavailableException.class);
    }
    assertThat(secrets.reads).isEqualTo(1);
    secrets.down = false;
    pass(CachedSenders.FAILURE_PAUSE);
    assertThat(letsIn("old")).isTrue();
  }

  @Test
  void known_senders_are_let_in_while_the_store_is_down_and_unknown_ones_cannot_be_judged() {
    assertThat(letsIn("old")).isTrue();
    secrets.down = true;
    assertThatThrownBy(() -> letsIn("new")).isInstanceOf(SecretsUnavailableException.class);
    assertThat(letsIn("old")).isTrue();
    pass(CachedSenders.LIFETIME);
    assertThatThrownBy(() -> letsIn("old")).isInstanceOf(SecretsUnavailableException.class);
  }

  @Test
  void a_secret_broken_by_a_rotation_is_unavailable_until_it_is_mended() {
    secrets.secret = "{\"x-grafana-token\":\"\"}";
    assertThatThrownBy(() -> letsIn("")).isInstanceOf(SecretsUnavailableException.class);
    secrets.secret = "{\"x-grafana-token\":\"new\"}";
    pass(CachedSenders.FAILURE_PAUSE);
    assertThat(letsIn("new")).isTrue();
  }

  @Test
  void an_entry_that_was_left_out_is_logged_without_its_text() {
    secrets.secret = "{\"s3cr3t\":\"s3cr3t\",\"x-grafana-token\":\"old\"}";
    assertThat(letsIn("old")).isTrue();
    assertThat(log.toString(StandardCharsets.UTF_8))
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

  private boolean letsIn(String token) {
    return senders
        .authenticate(new HttpRequest("POST", Map.of("X-Grafana-Token", token), "{}", false))
        .isPresent();
  }

  private void pass(Duration duration) {
    now = now.plus(duration);
  }
}
