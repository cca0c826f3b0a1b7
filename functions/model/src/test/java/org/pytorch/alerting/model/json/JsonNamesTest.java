package org.pytorch.alerting.model.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonNamesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "{\"k\\ud83d\":1}                  | {\"k\\ufffdd83d\":1}",
        "{\"k\\uD83D\":1}                  | {\"k\\ufffdD83D\":1}",
        "{\"\\udea2k\":1}                  | {\"\\ufffddea2k\":1}",
        "{\"\\ud83d\" \t :1}               | {\"\\ufffdd83d\" \t :1}",
        "{\"\\ud83d\\ud83d\\udea2\":1}     | {\"\\ufffdd83d\\ud83d\\udea2\":1}",
        "{\"\\udea2\\ud83d\":1}            | {\"\\ufffddea2\\ufffdd83d\":1}",
        "{\"a\":{\"\\ud83d\":[\"\\ud83d\"]}} | {\"a\":{\"\\ufffdd83d\":[\"\\ud83d\"]}}",
        "{\"\\\\\\ud83d\":1}               | {\"\\\\\\ufffdd83d\":1}"
      })
  void half_a_character_in_a_name_is_replaced(String json, String repaired) {
    assertThat(JsonNames.repaired(json)).isEqualTo(repaired);
    assertThat(Json.read(repaired, JsonNode.class).isObject()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"k\\ud83d\\udea2\":1}",
        "{\"k\\uD83D\\uDEA2\":\"\\ud83d\"}",
        "{\"k\\\\ud83d\":1}",
        "{\"k\":\"\\ud83d\"}",
        "{\"k\":\"\\\"\\ud83d\\\":\"}",
        "[\"\\ud83d\",\"x:\"]",
        "{\"k\ud83d\":1}",
        "{\"k\\u00e9\":1}",
        "\"\\ud83d",
        "\"\\ud83d\\",
        "{\"\\ud8",
        "\\ud83d\":",
        ""
      })
  void everything_else_is_left_as_it_is(String json) {
    assertThat(JsonNames.repaired(json)).isEqualTo(json);
  }

  @Test
  void names_that_differed_differ_still() {
    JsonNode json =
        Json.read(JsonNames.repaired("{\"k\\ud83d\":1,\"k\\ud83e\":2}"), JsonNode.class);

    assertThat(json.size()).isEqualTo(2);
  }
}
