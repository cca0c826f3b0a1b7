package org.pytorch.alerting.github.issue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class SearchWindowTest {
  private static final Instant FROM = Instant.parse("2026-03-04T07:13:00Z");

  @Test
  void window_does_not_end_before_it_begins() {
    assertThat(new SearchWindow(FROM, FROM).until()).isEqualTo(FROM);
    assertThatThrownBy(() -> new SearchWindow(FROM, FROM.minusMillis(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("window ends before it begins");
  }
}
