package org.pytorch.alerting.webhook.sender;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.webhook.http.Requests;
import org.pytorch.alerting.webhook.http.WebhookRequest;

class CredentialTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_772_608_331);
  private static final String SECRET = "harbor-hmac-secret-é";
  private static final String BODY = "{\"status\":\"firing\",\"title\":\"Kai überfüllt\"}";

  /** Made by {@code openssl dgst -sha256 -hmac "$SECRET"} over the body. */
  private static final String SIGNATURE =
      "afdfd7906e2e26385f95a1f6a952dd13e4cfd4036ff87a765189c9159be6f707";

  /** Made in the same way over {@code 1772608331:} and the body. */
  private static final String TIMED_SIGNATURE =
      "21e959118833d6bb814a0c2c65af080bc244a3afea72697dd71cb469fa14561a";

  @ParameterizedTest
  @CsvSource({
    "Bearer new, true",
    "Bearer old, true",
    "bearer new, true",
    "BEARER  new, true",
    "Bearer wrong, false",
    "Bearer NEW, false",
    "Bearer new old, false",
    "Bearernew, false",
    "new, false",
    "Basic new, false",
    "Bearer, false",
    "'Bearer ', false",
    "'', false"
  })
  void a_bearer_token_is_any_of_those_configured(String value, boolean accepted) {
    assertThat(lets("{\"bearer\": [\"new\", \"old\"]}", Map.of("Authorization", value)))
        .isEqualTo(accepted);
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"header\": {\"X-Token\": \"a\"}}', x-token, wrong, true",
    "'{\"header\": {\"X-Token\": \"a\"}}', x-other, a, false",
    "'{\"bearer\": \"a\"}', authorization, BEARER wrong, true",
    "'{\"bearer\": \"a\"}', authorization, Basic wrong, false",
    "'{\"basic\": {\"user\": \"u\", \"password\": \"a\"}}', authorization, Basic wrong, true",
    "'{\"grafana_hmac\": {\"secret\": \"a\"}}', x-grafana-alerting-signature, wrong, true",
    "'{\"grafana_hmac\": {\"secret\": \"a\"}}', x-token, wrong, false",
    "'{\"github_hmac\": {\"secret\": \"a\"}}', x-hub-signature-256, wrong, true",
    "'{\"github_hmac\": {\"secret\": \"a\"}}', authorization, wrong, false"
  })
  void a_wrong_proof_is_known_by_its_header(
      String entry, String header, String value, boolean presented) {
    WebhookRequest request = new WebhookRequest("POST", Map.of(header, value), BODY, false);
    Senders senders = SendersSecret.parse("{\"senders\": {\"s\": %s}}".formatted(entry));

    assertThat(senders.authenticate(request, NOW)).isEmpty();
    assertThat(senders.resembled(request)).hasSize(presented ? 1 : 0);
  }

  @ParameterizedTest
  @CsvSource({
    "amtool:new, true",
    "amtool:old:with:colons, true",
    "amtool:überfüllt, true",
    "second:two, true",
    "amtool:two, false",
    "amtool:, false",
    "amtool, false",
    "AMTOOL:new, false",
    ":, false"
  })
  void a_user_is_let_in_with_any_of_its_passwords(String userAndPassword, boolean accepted) {
    String entry =
        """
        {"basic": [
          {"user": "amtool", "password": ["new", "old:with:colons", "überfüllt"]},
          {"user": "second", "password": "two"}]}
        """;

    assertThat(lets(entry, Map.of("authorization", Requests.basic(userAndPassword))))
        .isEqualTo(accepted);
    assertThat(lets(entry, Map.of("authorization", userAndPassword))).isFalse();
    assertThat(lets(entry, Map.of("authorization", "Basic %%%"))).isFalse();
  }

  @Test
  void a_token_may_stand_in_one_of_several_headers() {
    String entry = "{\"header\": {\"X-One\": [\"a\", \"b\\n\"], \"x-two\": \"c\"}}";

    assertThat(lets(entry, Map.of("x-one", "b"))).isTrue();
    assertThat(lets(entry, Map.of("X-TWO", "c"))).isTrue();
    assertThat(lets(entry, Map.of("x-two", "a"))).isFalse();
    assertThat(lets(entry, Map.of("x-one", "a", "x-two", "wrong"))).isTrue();
  }

  @Test
  void grafanas_signature_is_over_the_raw_body() {
    String entry = "{\"grafana_hmac\": {\"secret\": [\"other\", \"%s\"]}}".formatted(SECRET);
    Map<String, String> headers = Map.of("X-Grafana-Alerting-Signature", SIGNATURE);

    assertThat(lets(entry, Requests.post(headers, BODY))).isTrue();
    assertThat(lets(entry, Requests.post(headers, BODY.getBytes(StandardCharsets.UTF_8)))).isTrue();
    assertThat(lets(entry, Requests.post(headers, BODY + " "))).isFalse();
    assertThat(lets(entry, Requests.post(headers, ""))).isFalse();
    assertThat(lets(entry, new WebhookRequest("POST", headers, "%%%", true))).isFalse();
  }

  /** The body has a byte order mark and is not UTF-8: decoded and encoded again it differs. */
  @Test
  void a_signature_is_over_bytes_that_are_no_text() {
    byte[] body = {
      (byte) 0xEF,
      (byte) 0xBB,
      (byte) 0xBF,
      '{',
      '"',
      'a',
      '"',
      ':',
      '"',
      (byte) 0xC3,
      '(',
      '"',
      '}'
    };
    String signature = "472f551e8d94cac64a262951d347177a90525ac7859d675921b43de591f1c6ba";

    assertThat(
            lets(
                "{\"grafana_hmac\": {\"secret\": \"%s\"}}".formatted(SECRET),
                Requests.post(Map.of("x-grafana-alerting-signature", signature), body)))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sha256=" + SIGNATURE,
        "AFDFD7906E2E26385F95A1F6A952DD13E4CFD4036FF87A765189C9159BE6F707",
        "afdfd7906e2e26385f95a1f6a952dd13e4cfd4036ff87a765189c9159be6f7",
        SIGNATURE + "00",
        TIMED_SIGNATURE,
      })
  void another_signature_is_refused(String signature) {
    assertThat(
            lets(
                "{\"grafana_hmac\": {\"secret\": \"%s\"}}".formatted(SECRET),
                Requests.post(Map.of("x-grafana-alerting-signature", signature), BODY)))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "0, true",
    "60, true",
    "-60, true",
    "61, false",
    "-61, false",
    "86400, false",
    "-1000000000000, false"
  })
  void a_signed_time_is_believed_within_the_window_only(long secondsLater, boolean accepted) {
    assertThat(
            sender(timed())
                .sent(
                    Requests.post(timedHeaders("1772608331"), BODY), NOW.plusSeconds(secondsLater)))
        .isEqualTo(accepted);
  }

  @ParameterizedTest
  @CsvSource({"300, true", "-300, true", "301, false", "-301, false"})
  void a_signed_time_is_believed_for_five_minutes_unless_the_secret_says_otherwise(
      long secondsLater, boolean accepted) {
    assertThat(
            sender(timed().replace(", \"freshness_seconds\": 60", ""))
                .sent(
                    Requests.post(timedHeaders("1772608331"), BODY), NOW.plusSeconds(secondsLater)))
        .isEqualTo(accepted);
  }

  @Test
  void a_signed_time_is_believed_for_a_day_at_most() {
    Sender sender = sender(timed().replace("seconds\": 60", "seconds\": 86400"));

    assertThat(
            sender.sent(Requests.post(timedHeaders("1772608331"), BODY), NOW.plusSeconds(86_400)))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1772608332",
        "01772608331",
        "1772608331.0",
        "-1772608331",
        "+1772608331",
        "٠١٢",
        "99999999999999999999",
        "soon"
      })
  void a_time_that_was_not_signed_is_refused(String time) {
    assertThat(lets(timed(), Requests.post(timedHeaders(time), BODY))).isFalse();
  }

  @Test
  void a_signature_without_time_is_not_enough_where_one_is_asked_for() {
    assertThat(
            lets(timed(), Requests.post(Map.of("X-Signed", SIGNATURE, "X-At", "1772608331"), BODY)))
        .isFalse();
    assertThat(lets(timed(), Requests.post(Map.of("X-Signed", SIGNATURE), BODY))).isFalse();
    assertThat(lets(timed(), Requests.post(Map.of("X-Signed", TIMED_SIGNATURE), BODY))).isFalse();
  }

  /** From GitHub's "Validating webhook deliveries". */
  @Test
  void githubs_own_example_is_accepted() {
    String value = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
    String entry = "{\"github_hmac\": {\"secret\": \"It's a Secret to Everybody\"}}";

    assertThat(lets(entry, Requests.post(Map.of("X-Hub-Signature-256", value), "Hello, World!")))
        .isTrue();
    assertThat(
            lets(
                entry,
                Requests.post(Map.of("X-Hub-Signature-256", value.substring(7)), "Hello, World!")))
        .isFalse();
    assertThat(lets(entry, Requests.post(Map.of(), "Hello, World!"))).isFalse();
  }

  @Test
  void a_delivery_of_github_is_accepted_while_its_secret_is_rotated() {
    String entry = "{\"github_hmac\": {\"secret\": [\"next\", \"tidewater-webhook-secret\"]}}";
    byte[] body = Requests.resource("github-issues-closed.json");
    String value = "sha256=a68b76ee355a52f538a782536f0f023fc974426b37ea3cda4ec6fee877ef79c7";

    assertThat(lets(entry, Requests.post(Map.of("x-hub-signature-256", value), body))).isTrue();
    body[body.length - 1] ^= 1;
    assertThat(lets(entry, Requests.post(Map.of("x-hub-signature-256", value), body))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "any, right, right, true",
    "any, right, wrong, true",
    "any, wrong, right, true",
    "any, wrong, wrong, false",
    "all, right, right, true",
    "all, right, wrong, false",
    "all, wrong, right, false",
    "all, wrong, wrong, false"
  })
  void any_credential_will_do_unless_all_are_required(
      String require, String token, String bearer, boolean accepted) {
    String entry =
        """
        {"header": {"x-key": ["right", "older"]}, "bearer": ["newer", "right"], "require": "%s"}
        """
            .formatted(require);

    assertThat(lets(entry, Map.of("x-key", token, "authorization", "Bearer " + bearer)))
        .isEqualTo(accepted);
  }

  private static String timed() {
    return """
        {"grafana_hmac": {"secret": "%s", "header": "X-Signed", "timestamp_header": "X-At", "freshness_seconds": 60}}
        """
        .formatted(SECRET);
  }

  private static Map<String, String> timedHeaders(String time) {
    Map<String, String> headers = new HashMap<>(Map.of("x-signed", TIMED_SIGNATURE));
    headers.put("x-at", time);
    return headers;
  }

  private static boolean lets(String entry, Map<String, String> headers) {
    return lets(entry, Requests.post(headers, "{}"));
  }

  private static boolean lets(String entry, WebhookRequest request) {
    return sender(entry).sent(request, NOW);
  }

  private static Sender sender(String entry) {
    Senders senders = SendersSecret.parse("{\"senders\": {\"grafana\": %s}}".formatted(entry));
    return senders.senders().getFirst();
  }
}
