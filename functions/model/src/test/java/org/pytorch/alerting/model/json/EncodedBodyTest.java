package org.pytorch.alerting.model.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncodedBodyTest {
  @Test
  void a_body_that_fits_stays_as_it_is() {
    assertThat(EncodedBody.fitting("{\"a\":1}", 11))
        .contains(new EncodedBody("{\"a\":1}", BodyEncoding.IDENTITY));
  }

  @Test
  void a_body_that_exceeds_the_limit_only_when_escaped_is_compressed() {
    String body = "\"".repeat(600);

    EncodedBody encoded = EncodedBody.fitting(body, 1_000).orElseThrow();

    assertThat(encoded.encoding()).isEqualTo(BodyEncoding.GZIP_BASE64);
    assertThat(encoded.encoding().decode(encoded.text())).isEqualTo(body);
    assertThat(encoded.jsonBytes()).isLessThanOrEqualTo(1_000);
  }

  @Test
  void a_body_that_does_not_shrink_enough_does_not_fit() {
    byte[] noise = new byte[3_000];
    new Random(42).nextBytes(noise);

    assertThat(EncodedBody.fitting(Base64.getEncoder().encodeToString(noise), 3_000)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"abc, 5", "ä, 4", "🚢, 6", "'\"', 4", "'', 2"})
  void size_is_counted_in_bytes_of_json(String text, int bytes) {
    assertThat(new EncodedBody(text, BodyEncoding.IDENTITY).jsonBytes()).isEqualTo(bytes);
  }
}
