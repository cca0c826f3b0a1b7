package org.pytorch.alerting.fakegithub.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pytorch.alerting.fakegithub.GitHubFixture.APP;
import static org.pytorch.alerting.fakegithub.GitHubFixture.KEYS;
import static org.pytorch.alerting.fakegithub.GitHubFixture.START;

import io.jsonwebtoken.JwtBuilder;
import io.jsonwebtoken.Jwts;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pytorch.alerting.fakegithub.GitHubFixture;
import org.pytorch.alerting.fakegithub.RsaKeys;
import org.pytorch.alerting.fakegithub.call.CallResponse;

class AppTokensTest {
  private final GitHubFixture fixture = new GitHubFixture();

  @ParameterizedTest
  @CsvSource({"Iv23liINVENTED", "812345"})
  void client_id_and_app_id_are_valid_issuers(String issuer) {
    assertThat(getApp(sign(claims(issuer, -60, 540))).status()).isEqualTo(200);
  }

  @Test
  void issuer_may_be_a_number() throws GeneralSecurityException {
    long now = START.getEpochSecond();
    String claims = "{\"iss\":%d,\"iat\":%d,\"exp\":%d}".formatted(APP.id(), now - 60, now + 540);
    String text = base64("{\"alg\":\"RS256\"}") + "." + base64(claims);
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(KEYS.getPrivate());
    signature.update(text.getBytes(StandardCharsets.US_ASCII));
    byte[] signed = signature.sign();

    assertThat(getApp(text + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signed)))
        .extracting(CallResponse::status)
        .isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "issued in the future,          30, 540, 401, Issued at",
    "expires after over 10 minutes, 0, 601, 401, too far in the future",
    "has expired,                 -600, 0, 401, numeric value representing the future time",
  })
  void times_are_checked_with_github_s_clock(
      String what, int issued, int expires, int status, String message) {
    CallResponse response = getApp(sign(claims("812345", issued, expires)));

    assertThat(response.status()).as(what).isEqualTo(status);
    assertThat(response.json().get("message").asText()).contains(message);
  }

  @Test
  void token_may_be_valid_for_ten_minutes() {
    assertThat(getApp(sign(claims("812345", 0, 600))).status()).isEqualTo(200);
  }

  @Test
  void unknown_app_is_not_found() {
    CallResponse response = getApp(sign(claims("812346", -60, 540)));

    assertThat(response.status()).isEqualTo(404);
    assertThat(response.json().get("message").asText()).isEqualTo("Integration not found");
  }

  @Test
  void another_algorithm_is_refused() {
    String token = claims("812345", -60, 540).signWith(KEYS.getPrivate(), Jwts.SIG.RS512).compact();

    assertThat(getApp(token).status()).isEqualTo(401);
  }

  @Test
  void changed_claims_are_refused() {
    String[] parts = sign(claims("812345", -60, 540)).split("\\.", -1);
    String other = sign(claims("812345", -61, 540)).split("\\.", -1)[1];
    CallResponse response = getApp(parts[0] + "." + other + "." + parts[2]);

    assertThat(response.status()).isEqualTo(401);
    assertThat(response.json().get("message").asText())
        .isEqualTo("A JSON web token could not be decoded");
  }

  @Test
  void missing_times_are_refused() {
    String noIssue =
        sign(Jwts.builder().issuer("812345").expiration(Date.from(START.plusSeconds(60))));
    String noExpiry = sign(Jwts.builder().issuer("812345").issuedAt(Date.from(START)));

    assertThat(getApp(noIssue).status()).isEqualTo(401);
    assertThat(getApp(noExpiry).status()).isEqualTo(401);
  }

  @Test
  void app_may_have_several_keys_and_a_removed_one_is_refused() {
    PublicKey other = RsaKeys.of(43).getPublic();
    fixture.gitHub.appKeys(List.of(other, KEYS.getPublic()));
    assertThat(fixture.app().get("/app").status()).isEqualTo(200);

    fixture.gitHub.appKeys(List.of(other));
    assertThat(fixture.app().get("/app").status()).isEqualTo(401);
  }

  @Test
  void app_endpoint_returns_the_app() {
    CallResponse response = fixture.app().get("/app");

    assertThat(response.json().get("slug").asText()).isEqualTo("tidewater-alerts");
    assertThat(response.json().at("/permissions/issues").asText()).isEqualTo("write");
  }

  private CallResponse getApp(String token) {
    return fixture.anonymous().with("Authorization", "Bearer " + token).get("/app");
  }

  private static JwtBuilder claims(String issuer, int issuedInSeconds, int expiresInSeconds) {
    return Jwts.builder()
        .issuer(issuer)
        .issuedAt(Date.from(START.plusSeconds(issuedInSeconds)))
        .expiration(Date.from(START.plusSeconds(expiresInSeconds)));
  }

  private static String sign(JwtBuilder token) {
    return token.signWith(KEYS.getPrivate(), Jwts.SIG.RS256).compact();
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
