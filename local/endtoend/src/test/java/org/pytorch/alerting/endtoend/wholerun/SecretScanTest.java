package org.pytorch.alerting.endtoend.wholerun;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.stack.github.GitHubTarget;

/** Proves that the scan finds a secret planted in a line. */
final class SecretScanTest {
  private static final String KEY =
      GitHubTarget.keyFile(new byte[1_200]).transform(SecretScanTest::decoded);
  private static final String JWT =
      "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiI0MjQyNDIiLCJpYXQiOjF9.c2lnbmF0dXJlLW9mLWEtdGVzdA";
  private static final String TOKEN = "ghs_424242_" + JWT;

  private final SecretScan scan =
      new SecretScan()
          .with("key", KEY)
          .with("jwt", JWT)
          .with("token", TOKEN)
          .with("webhook token", "8d0f6a0e-long-enough")
          .with("password", "p4ss");

  private static String decoded(String base64) {
    return new String(Base64.getDecoder().decode(base64), UTF_8);
  }

  private static String line(String text) {
    return "{\"timestamp\":\"2026-03-04T07:12:10.000Z\",\"level\":\"INFO\",\"message\":\"%s\"}"
        .formatted(text);
  }

  @Test
  void line_without_a_secret_is_clean() {
    assertThat(
            scan.findings(
                "log",
                line(
                    "Bearer of bad news: basic auth failed, ghs_ is not a token, eyJ is not a JWT")))
        .isEmpty();
  }

  @Test
  void secret_is_found_whole_in_part_and_in_base64_and_is_not_printed() {
    for (String planted :
        new String[] {
          KEY,
          KEY.lines().skip(3).findFirst().orElseThrow(),
          KEY.replace("\n", "\\n"),
          Base64.getEncoder().encodeToString(KEY.getBytes(UTF_8)),
          JWT,
          JWT.substring(JWT.lastIndexOf('.') + 1),
          TOKEN,
          "8d0f6a0e-long-enough",
          "p4ss",
          "cDRzcw=="
        }) {
      assertThat(scan.findings("log", line("x " + planted)))
          .as(planted)
          .isNotEmpty()
          .allMatch(finding -> finding.contains(" in log at "))
          .noneMatch(finding -> finding.contains(planted));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-----BEGIN RSA PRIVATE KEY-----",
        "LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVktLS0tLQ==",
        "ghs_0123456789abcdefghijABCDEFGHIJ012345",
        "ghs_1_eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiI0MjQyNDIifQ.x-y",
        "ghp_0123456789abcdefghijABCDEFGHIJ012345",
        "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiI0MjQyNDIifQ.x",
        "Authorization: Bearer abcdefghijkl",
        "basic dXNlcjpwYXNzd29yZA=="
      })
  void unknown_secret_is_found_by_its_format(String planted) {
    assertThat(new SecretScan().findings("log", line(planted))).isNotEmpty();
  }
}
