package org.pytorch.alerting.console.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordTest {
  @ParameterizedTest
  @CsvSource({
    "FIRING, CREATE, done, opened",
    "FIRING, REOPEN, done, reopened",
    "FIRING, COUNT,, counted",
    "FIRING, SKIP_STALE,, nothing to do",
    ", UPDATE, done, updated",
    ", COUNT,, nothing to do",
    "FIRING, JOIN,, joined others",
    "RESOLVED, JOIN,, left the shared issue",
  })
  void action_is_told_in_words(String state, String action, String result, String expected) {
    Word word =
        new Word(
            0,
            "f",
            "m#0",
            "looked again: refresh",
            Optional.empty(),
            Optional.ofNullable(state),
            Optional.of(action),
            Optional.empty(),
            Optional.ofNullable(result),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    assertThat(word.done()).isEqualTo(expected);
  }
}
