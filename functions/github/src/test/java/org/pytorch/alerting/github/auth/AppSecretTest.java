package org.pytorch.alerting.github.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.github.GitHubAccessException;
import org.pytorch.alerting.github.TestKeys;
import org.pytorch.alerting.model.json.Json;

class AppSecretTest {
  private static final String KEY = TestKeys.pkcs1(TestKeys.RSA);

  static Stream<String> keys() {
    return Stream.of(
        KEY,
        TestKeys.pkcs8(TestKeys.RSA),
        KEY.replace("\n", "\r\n"),
        "comment\n" + KEY + "\n\n",
        TestKeys.pkcs1(TestKeys.rsa(4096)));
  }

  @ParameterizedTest
  @MethodSource("keys")
  void a_key_is_read_in_both_forms_of_pem(String pem) {
    AppSecret secret = AppSecret.parse("s", TestKeys.secret(pem));

    assertThat(secret.issuer()).isEqualTo("812345");
    assertThat(secret.key().getModulus().bitLength()).isGreaterThanOrEqualTo(2048);
    assertThat(secret.toString()).isEqualTo("AppSecret[issuer=812345]");
  }

  @Test
  void both_forms_hold_the_same_key() {
    assertThat(AppSecret.parse("s", TestKeys.secret(TestKeys.pkcs8(TestKeys.RSA))).key())
        .isEqualTo(TestKeys.RSA.getPrivate())
        .isEqualTo(AppSecret.parse("s", TestKeys.secret(KEY)).key());
  }

  @Test
  void the_client_id_comes_before_the_number_and_line_breaks_do_not_matter() {
    String base64 = Base64.getMimeEncoder().encodeToString(KEY.getBytes(US_ASCII));
    String json =
        "{\"github_app_id\":\"812345\",\"github_app_client_id\":\"Iv23li\",\"github_app_key_base64\":\"%s\"}"
            .formatted(base64.replace("\r\n", "\\r\\n"));

    assertThat(AppSecret.parse("s", json).issuer()).isEqualTo("Iv23li");
    assertThat(AppSecret.parse("s", json).ids()).containsExactlyInAnyOrder("Iv23li", "812345");
    assertThat(
            AppSecret.parse(
                    "s", json.replace(base64.replace("\r\n", "\\r\\n"), KEY.replace("\n", "\\n")))
                .key())
        .isEqualTo(TestKeys.RSA.getPrivate());
  }

  @Test
  void id_has_at_most_100_characters() {
    String json = "{\"github_app_id\":\"%s\",\"github_app_key_base64\":%s}";
    String key = Json.write(KEY);

    assertThat(AppSecret.parse("s", json.formatted("x".repeat(100), key)).issuer()).hasSize(100);
    assertThatThrownBy(() -> AppSecret.parse("s", json.formatted("x".repeat(101), key)))
        .isInstanceOf(GitHubAccessException.class)
        .hasMessageContaining("github_app_id has characters");
  }

  static Stream<Arguments> unusableKeys() throws GeneralSecurityException {
    KeyPairGenerator curve = KeyPairGenerator.getInstance("EC");
    return Stream.of(
        Arguments.of("no pem", "not PEM"),
        Arguments.of(
            TestKeys.pem("PUBLIC KEY", TestKeys.RSA.getPublic().getEncoded()), "PUBLIC KEY"),
        Arguments.of(TestKeys.pem("ENCRYPTED PRIVATE KEY", new byte[8]), "encrypted"),
        Arguments.of(KEY.replace("KEY-----\n", "KEY-----\nProc-Type: 4,ENCRYPTED\n"), "encrypted"),
        Arguments.of(KEY.replace("M", "?"), "not Base64"),
        Arguments.of(TestKeys.pem("RSA PRIVATE KEY", new byte[] {1, 2, 3}), "damaged"),
        Arguments.of(TestKeys.pem("PRIVATE KEY", new byte[300]), "damaged"),
        Arguments.of(TestKeys.pkcs8(curve.generateKeyPair()), "not an RSA key"),
        Arguments.of(TestKeys.pkcs8(TestKeys.rsa(2047)), "2047 bits"));
  }

  @ParameterizedTest
  @MethodSource("unusableKeys")
  void what_is_wrong_with_a_key_is_named_and_nothing_of_the_key(String pem, String diagnosis) {
    assertThatThrownBy(() -> AppSecret.parse("alerts/app", TestKeys.secret(pem)))
        .isInstanceOf(GitHubAccessException.class)
        .hasMessageContaining("alerts/app")
        .hasMessageContaining("GITHUB_APP_SECRET_ID")
        .hasMessageContaining(diagnosis)
        .hasMessageNotContaining(pem.lines().skip(1).findFirst().orElse("no line"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sesame",
        "[]",
        "{\"github_app_key_base64\":\"c2VzYW1l\"}",
        "{\"github_app_id\":1}",
        "{\"github_app_id\":1,\"github_app_key_base64\":\"sesame!\"}",
        "{\"github_app_id\":\"sesame sesame\",\"github_app_key_base64\":\"c2VzYW1l\"}"
      })
  void a_malformed_secret_is_rejected_without_being_shown(String text) {
    assertThatThrownBy(() -> AppSecret.parse("alerts/app", text))
        .isInstanceOf(GitHubAccessException.class)
        .hasMessageContaining("alerts/app")
        .hasMessageContaining("github_app_")
        .hasMessageNotContaining("sesame");
  }
}
