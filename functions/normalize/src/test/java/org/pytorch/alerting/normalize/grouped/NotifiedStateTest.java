package org.pytorch.alerting.normalize.grouped;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotifiedStateTest {
  @ParameterizedTest
  @CsvSource({"20, true", "21, false"})
  void state_has_at_most_20_characters(int length, boolean known) {
    assertThat(NotifiedState.parse("ok" + " ".repeat(length - 2)).isPresent()).isEqualTo(known);
  }
}
