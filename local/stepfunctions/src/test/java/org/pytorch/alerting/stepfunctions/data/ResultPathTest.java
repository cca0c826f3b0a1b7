package org.pytorch.alerting.stepfunctions.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResultPathTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          $              | {'a':1}       | 9
          $.r            | {'a':1}       | {'a':1,'r':9}
          $.a            | {'a':1}       | {'a':9}
          $.a.b          | {'a':{'c':2}} | {'a':{'c':2,'b':9}}
          $.x.y.z        | {}            | {'x':{'y':{'z':9}}}
          $['x y'].z     | {}            | {'x y':{'z':9}}
          $['x']['y']    | {}            | {'x':{'y':9}}
          $.a-b_c        | {}            | {'a-b_c':9}
          $["x y"].z     | {}            | {'x y':{'z':9}}
          """)
  void the_result_is_placed_in_the_raw_input(String path, String raw, String expected) {
    JsonNode input = Scopes.json(raw);

    JsonNode placed = ResultPath.parse(path).place(input, Scopes.json("9"));

    assertThat(placed).isEqualTo(Scopes.json(expected));
    assertThat(input).as("the raw input is not changed").isEqualTo(Scopes.json(raw));
  }

  /** The same rules as for a path that reads. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          $['Test\\""Name"']   | Test\\""Name"
          $['a"b']             | a"b
          $["a\\"b"]           | a"b
          $['it\\'s']          | it's
          $["it's"]            | it's
          $['a\\\\b']          | a\\b
          $['a\\b']            | a\\b
          $['a.b[0]']          | a.b[0]
          """)
  void a_quoted_name_is_the_member_with_this_name(String path, String member) {
    assertThat(ResultPath.parse(path).place(Scopes.json("{}"), Scopes.json("9")))
        .isEqualTo(JsonNodeFactory.instance.objectNode().put(member, 9));
  }

  @Test
  void null_drops_the_result() {
    JsonNode input = Scopes.json("{'a': 1}");

    assertThat(ResultPath.DISCARD.place(input, Scopes.json("9"))).isEqualTo(input);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          $.r    | [1]
          $.r    | 'text'
          $.a.b  | {'a':1}
          """)
  void a_field_can_only_be_placed_in_an_object(String path, String raw) {
    assertThatThrownBy(() -> ResultPath.parse(path).place(Scopes.json(raw), Scopes.json("9")))
        .isInstanceOf(StatesRuntimeException.class)
        .hasMessageContaining("ResultPath");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "r", "$$.r", "$.a[0]", "$.a[*]", "$..a", "$.a:b", "$.a,b", "$.@", "$.a.", "$."
      })
  void any_other_path_than_a_path_of_fields_is_refused(String path) {
    assertThatThrownBy(() -> ResultPath.parse(path)).isInstanceOf(IllegalArgumentException.class);
  }
}
