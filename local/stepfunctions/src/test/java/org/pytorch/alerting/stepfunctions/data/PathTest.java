package org.pytorch.alerting.stepfunctions.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathTest {
  private static final String INPUT =
      """
      {'a': {'b': 1, 'n': null}, 'l': [{'x': 1}, {'x': 2}, {}], 'e': [], 's': 'text', 'a b': 3}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          $.a.b            | 1
          $['a']['b']      | 1
          $['a b']         | 3
          $.a.n            | null
          $.l[0]           | {'x':1}
          $.l[-1]          | {}
          $.l[1].x         | 2
          $.l[*].x         | [1,2]
          $.l[0:1]         | [{'x':1}]
          $.l[0,1]         | [{'x':1},{'x':2}]
          $..x             | [1,2]
          $.l[?(@.x==2)]   | [{'x':2}]
          $$.id            | 'context'
          """)
  void a_path_selects_a_value(String path, String expected) {
    assertThat(Path.parse(path).readOrFail(Scopes.of(INPUT))).isEqualTo(Scopes.json(expected));
  }

  /**
   * As recorded on AWS for the first: before a double quote a backslash belongs to a name in single
   * quotes. It escapes only the quote around the name and another backslash.
   */
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
          $["it\\'s"]          | it\\'s
          $['a\\\\b']          | a\\b
          $['a\\b']            | a\\b
          $['a\\n']            | a\\n
          $['a(b)']            | a(b)
          $["a(b)"]            | a(b)
          $['it\\'s (b)']      | it's (b)
          $['a.b[0]']          | a.b[0]
          $[ 'a b' ]           | a b
          """)
  void a_quoted_name_selects_the_member_with_this_name(String path, String member) {
    ObjectNode input = JsonNodeFactory.instance.objectNode().put("other", 1).put(member, "found");
    Scope scope = Scopes.of("{}");

    assertThat(Path.parse(path).readOrFail(scope.withInput(input)).textValue()).isEqualTo("found");
    assertThat(
            Path.parse("$" + path)
                .readOrFail(new Scope(scope.input(), input, scope.random()))
                .textValue())
        .isEqualTo("found");
  }

  @Test
  void several_quoted_names_select_several_members() {
    JsonNode input = JsonNodeFactory.instance.objectNode().put("a\\\"b", 1).put("it's", 2);

    assertThat(Path.parse("$['a\\\"b','it\\'s']").readOrFail(Scopes.of("{}").withInput(input)))
        .isEqualTo(input);
  }

  /** As recorded on AWS, even if the array itself is missing. */
  @ParameterizedTest
  @ValueSource(
      strings = {"$.l[5:9]", "$.e[*]", "$.e[*].x", "$.x[*]", "$.x.y[*].z", "$.x[1:]", "$..q"})
  void an_indefinite_path_may_select_nothing(String path) {
    assertThat(Path.parse(path).readOrFail(Scopes.of(INPUT))).isEqualTo(Scopes.json("[]"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          $.x      | Invalid path '$.x' : No results for path: $['x']
          $.x.y    | Invalid path '$.x.y' : Missing property in path $['x']
          $.l[7]   | Invalid path '$.l[7]' : No results for path: $['l'][7]
          $$.nope  | Invalid path '$$.nope' : No results for path: $['nope']
          """)
  void a_definite_path_must_select_something(String path, String message) {
    assertThatThrownBy(() -> Path.parse(path).readOrFail(Scopes.of(INPUT)))
        .isInstanceOf(StatesRuntimeException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"$.a.b.c", "$.s.x", "$.l.x"})
  void a_field_of_a_value_without_fields_is_missing(String path) {
    assertThatThrownBy(() -> Path.parse(path).readOrFail(Scopes.of(INPUT)))
        .isInstanceOf(StatesRuntimeException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "a.b", "$.", "$a", "$.a[", "$.a b", "$.l.length()", "$.l.min()"})
  void text_that_is_not_a_path_is_refused(String path) {
    assertThatThrownBy(() -> Path.parse(path)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"$total", "$total.net", "$states.input"})
  void a_variable_is_refused(String path) {
    assertThatThrownBy(() -> Path.parse(path))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'%s' is not a JSONPath: variables are not supported here".formatted(path));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          $        | true
          $.a.b    | true
          $.a[0]   | true
          $.a[*]   | false
          $.a[0:1] | false
          $..a     | false
          """)
  void a_path_knows_whether_it_is_definite(String path, boolean definite) {
    assertThat(Path.parse(path).isDefinite()).isEqualTo(definite);
  }
}
