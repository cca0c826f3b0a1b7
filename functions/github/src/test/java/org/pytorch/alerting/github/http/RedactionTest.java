package org.pytorch.alerting.github.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.github.TestKeys;

class RedactionTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ghs_16C7e42F292c6912E7710c838347Ae178B4a",
        "ghs_812345_eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJ4In0.c2ln-_x",
        "ghp_abc",
        "gho_abc",
        "ghu_abc",
        "ghr_abc",
        "github_pat_11ABC_def",
        "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJ4In0.c2ln-_x"
      })
  void a_token_of_any_shape_disappears_as_a_whole(String token) {
    assertThat(Redaction.of("a " + token + ", b")).isEqualTo("a [redacted], b");
    assertThat(Redaction.of("{\"token\":\"" + token + "\"}"))
        .isEqualTo("{\"token\":\"[redacted]\"}");
    assertThat(Redaction.of("Authorization: Bearer " + token)).doesNotContain(token);
  }

  @Test
  void a_key_disappears_even_when_its_end_was_cut_off() {
    String key = TestKeys.pkcs1(TestKeys.RSA);

    assertThat(Redaction.of("x " + key + "y")).isEqualTo("x [redacted]\ny");
    assertThat(Redaction.of("x " + key.substring(0, 500))).isEqualTo("x [redacted]");
  }

  @Test
  void ordinary_text_stays() {
    String text = "POST /repos/a/b/issues answered 403: token expired, see bearer docs";

    assertThat(Redaction.of(text)).isEqualTo(text);
  }

  @Test
  void a_quote_is_one_short_line_and_redacted_before_it_is_cut() {
    assertThat(Redaction.quote("a\n b")).isEqualTo("a b");
    assertThat(Redaction.quote("x".repeat(301))).hasSize(300);
    assertThat(Redaction.quote("x".repeat(290) + " ghs_" + "y".repeat(500)))
        .hasSizeLessThanOrEqualTo(300)
        .doesNotContain("y");
  }
}
