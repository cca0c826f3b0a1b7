package org.pytorch.alerting.console.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JsonPlaceTest {
  private static final String TEXT =
      """
      {
        "StartAt": "A",
        "States": {
          "A/B": {
            "Choices": [
              {"Next": "C"},
              {"Next": "D"}
            ]
          },
          "A/B2": {"End": true}
        }
      }
      """;

  @ParameterizedTest
  @CsvSource({
    "/, 1",
    "/StartAt, 2",
    "/States, 3",
    "/States/A~1B, 4",
    "/States/A~1B/Choices/1/Next, 7",
    "/States/A~1B2, 10",
    "/States/A~1B2/Missing, 10",
    "/States/Missing/Type, 3",
  })
  void a_pointer_leads_to_a_line(String pointer, int line) {
    assertThat(JsonPlace.line(TEXT, pointer)).hasValue(line);
  }

  @Test
  void a_place_that_is_not_json_or_no_pointer_has_no_line() {
    assertThat(JsonPlace.line("{\"a\":", "/b/c")).isEqualTo(OptionalInt.empty());
    assertThat(JsonPlace.line(TEXT, "States")).isEqualTo(OptionalInt.empty());
  }

  @Test
  void the_end_of_json_is_found() {
    assertThat(JsonPlace.syntaxError(TEXT)).isEmpty();
    assertThat(JsonPlace.syntaxError("{\n\n  x")).hasValue(3);
  }

  @Test
  void two_lines_before_and_after_are_shown() {
    assertThat(JsonPlace.around(TEXT, 1))
        .extracting(JsonPlace.Line::number)
        .containsExactly(1, 2, 3);
    assertThat(JsonPlace.around(TEXT, 5))
        .extracting(JsonPlace.Line::number)
        .containsExactly(3, 4, 5, 6, 7);
    assertThat(JsonPlace.around(TEXT, 99))
        .extracting(JsonPlace.Line::number)
        .containsExactly(10, 11, 12);
    assertThat(JsonPlace.around(TEXT, 12)).extracting(JsonPlace.Line::meant).endsWith(true);
  }
}
