package org.pytorch.alerting.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.webhook.Webhook;

/** The documented limits match AWS and the code. */
class LimitsTest {
  /** In bytes: the limit of a synchronous invocation's event, from Lambda's own error message. */
  private static final int MAX_EVENT_BYTES = 6_291_456;

  /** In bytes. An HTTP API accepts 10,240 bytes of headers; the rest of the event is small. */
  private static final int REST_OF_EVENT_BYTES = 2 * 10_240 + 4_096;

  @Test
  void a_base64_body_of_the_maximum_size_fits_the_event() {
    int base64 = (Webhook.MAX_BODY_BYTES + 2) / 3 * 4;
    assertThat(base64 + REST_OF_EVENT_BYTES).isLessThanOrEqualTo(MAX_EVENT_BYTES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "docs/webhook.md"})
  void the_webhooks_limit_is_documented(String page) {
    String megabytes =
        BigDecimal.valueOf(Webhook.MAX_BODY_BYTES).movePointLeft(6).stripTrailingZeros() + " MB";
    assertThat(Repository.text(Repository.ROOT.resolve(page)))
        .contains(megabytes)
        .doesNotContain("10 MiB");
  }
}
