package org.pytorch.alerting.stepfunctions.data.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.TextNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.stepfunctions.data.JsonText;
import org.pytorch.alerting.stepfunctions.data.Scope;
import org.pytorch.alerting.stepfunctions.data.Scopes;
import org.pytorch.alerting.stepfunctions.data.StatesRuntimeException;

class IntrinsicTest {
  private static final String INPUT =
      """
      {"n": 3, "f": 1.5, "s": "text", "t": true, "z": null, "o": {"a": 1, "b": []}, "p": {"b": 2, "c": 3},
       "l": [1, 2, 3, 4, 5], "none": {}, "d": [1, "1", 1.0, null, {"a": 1}, {"a": 1}, null], "e": [],
       "results": [{"result": "DONE"}, {"result": "FAILED"}],
       "json": "{\\"k\\": [1, null]}", "list": "1,2,,3", "quoted": "it's {here}", "template": "<{}>"}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          States.Format('plain')                            | "plain"
          States.Format('')                                 | ""
          States.Format('{}#{}', $$.id, $.n)                | "context#3"
          States.Format('{}{}', 'a', 'b')                   | "ab"
          States.Format('{} {} {} {}', $.f, $.t, $.z, null) | "1.5 true null null"
          States.Format('{} {}', $.o, $.l)                  | "{a=1, b=[]} [1, 2, 3, 4, 5]"
          States.Format('it\\'s \\{\\} \\\\ {}', 1)         | "it's {} \\\\ 1"
          States.Format('{}', $.quoted)                     | "it's {here}"
          States.Format('{}', 'it\\'s \\{here\\}')          | "it's {here}"
          States.Format($.template, 7)                      | "<7>"
          States.StringToJson($.json)                       | {"k": [1, null]}
          States.StringToJson('{"a": \\{\\}}')              | {"a": {}}
          States.StringToJson('3')                          | 3
          States.JsonToString($.o)                          | "{\\"a\\":1,\\"b\\":[]}"
          States.JsonToString('text')                       | "\\"text\\""
          States.JsonMerge($.o, $.p, false)                 | {"a": 1, "b": 2, "c": 3}
          States.Array()                                    | []
          States.Array(1, 'a', null, $.t, -2.5, true)       | [1, "a", null, true, -2.5, true]
          States.Array(States.Array($.n), 'x, (y)')         | [[3], "x, (y)"]
          States.ArrayPartition($.l, 2)                     | [[1, 2], [3, 4], [5]]
          States.ArrayPartition($.l, 9)                     | [[1, 2, 3, 4, 5]]
          States.ArrayPartition($.e, 1)                     | []
          States.ArrayContains($.l, 5)                      | true
          States.ArrayContains($.l, 5.0)                    | true
          States.ArrayContains($.l, '5')                    | false
          States.ArrayContains($.e, 5)                      | false
          States.ArrayContains($.results[*].result, 'FAILED') | true
          States.ArrayContains($.nothing[*].result, 'FAILED') | false
          States.ArrayContains($.d, $.d[4])                 | true
          States.ArrayRange(1, 9, 2)                        | [1, 3, 5, 7, 9]
          States.ArrayRange(3, 1, -1)                       | [3, 2, 1]
          States.ArrayRange(1, 0, 1)                        | []
          States.ArrayGetItem($.l, 0)                       | 1
          States.ArrayGetItem($.l, 4)                       | 5
          States.ArrayLength($.e)                           | 0
          States.ArrayLength($.l)                           | 5
          States.ArrayUnique($.d)                           | [1, "1", null, {"a": 1}]
          States.Base64Encode('Grüße')                      | "R3LDvMOfZQ=="
          States.Base64Decode('R3LDvMOfZQ==')               | "Grüße"
          States.Hash('a', 'MD5')                           | "0cc175b9c0f1b6a831c399e269772661"
          States.Hash('a', 'SHA-1')                         | "86f7e437faa5a7fce15d1ddcb9eaeaea377667b8"
          States.Hash('a', 'SHA-256')                       | "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"
          States.MathAdd($.n, -1)                           | 2
          States.MathAdd(1.5, 1.49)                         | 3
          States.MathAdd(-1.5, -1.51)                       | -3
          States.MathRandom(4, 5)                           | 4
          States.StringSplit($.list, ',')                   | ["1", "2", "3"]
          States.StringSplit('This.is+a,test=string', '.+,=') | ["This", "is", "a", "test", "string"]
          States.StringSplit(',,,,', ',')                   | []
          States.ArrayGetItem(States.StringSplit(States.Format('{}-{}', 'a', $.n), '-'), 1) | "3"
          """)
  void a_function_returns_its_result(String call, String expected) throws Exception {
    assertThat(Intrinsic.parse(call).evaluate(scope())).isEqualTo(JsonText.parse(expected));
  }

  /** Every function that takes a text or an array, with an empty one. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          States.StringToJson('')               | null
          States.StringToJson(' ')              | null
          States.Format('')                     | ""
          States.Format('{}', '')               | ""
          States.JsonToString('')               | "\\"\\""
          States.StringSplit('', ',')           | []
          States.StringSplit(' ', ',')          | [" "]
          States.StringSplit('a,b', '')         | ["a,b"]
          States.Base64Encode('')               | ""
          States.Base64Decode('')               | ""
          States.Hash('', 'MD5')                | "d41d8cd98f00b204e9800998ecf8427e"
          States.JsonToString($.e)              | "[]"
          States.ArrayPartition($.e, 2)         | []
          States.ArrayContains($.e, '')         | false
          States.ArrayLength($.e)               | 0
          States.ArrayUnique($.e)               | []
          States.JsonMerge($.none, $.none, false) | {}
          """)
  void empty_input_has_a_result(String call, String expected) throws Exception {
    assertThat(Intrinsic.parse(call).evaluate(scope())).isEqualTo(JsonText.parse(expected));
  }

  /** Neither a quote nor a bracket in a name ends the path. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          States.Array($['it\\'s'], 1)          | ["single", 1]
          States.Array($['a)b,(c'], 1)          | ["brackets", 1]
          States.Array($["a)b,(c"], 1)          | ["brackets", 1]
          States.Array($["it's"], 1)            | ["single", 1]
          States.Array($['say "a"'], 1)         | ["double", 1]
          States.Array($['a\\\\'], 1)           | ["backslash", 1]
          """)
  void an_argument_may_be_a_path_with_quoted_names(String call, String expected) throws Exception {
    Scope scope =
        scope()
            .withInput(
                JsonText.parse(
                    """
                    {"it's": "single", "a)b,(c": "brackets", "say \\"a\\"": "double", "a\\\\": "backslash"}
                    """));

    assertThat(Intrinsic.parse(call).evaluate(scope)).isEqualTo(JsonText.parse(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          States.Format('{}')                   | more placeholders than arguments
          States.Format('a', 1)                 | more arguments than placeholders
          States.Format('{a}', 1)               | must be escaped
          States.Format($.n)                    | Argument 1 must be a string
          States.StringToJson($.s)              | not JSON
          States.StringToJson($.n)              | Argument 1 must be a string
          States.JsonMerge($.o, $.p, true)      | only a shallow merge
          States.JsonMerge($.o, $.l, false)     | Argument 2 must be an object
          States.ArrayPartition($.l, 0)         | must be positive
          States.ArrayContains($.s, 't')        | Argument 1 must be an array
          States.ArrayRange(1, 5, 0)            | must not be 0
          States.ArrayRange(0, 1000, 1)         | more than 1000 elements
          States.ArrayGetItem($.l, 5)           | none at index 5
          States.ArrayGetItem($.l, -1)          | none at index -1
          States.ArrayLength($.o)               | Argument 1 must be an array
          States.Base64Decode('?')              | not Base64
          States.Hash('a', 'SHA-3')             | no algorithm 'SHA-3'
          States.MathAdd('1', 2)                | Argument 1 must be a number
          States.MathAdd(2147483647, 1)         | more than 32 bits
          States.MathRandom(5, 5)               | no number from 5 to below 5
          States.StringSplit($.l, ',')          | Argument 1 must be a string
          States.Array($.gone)                  | The JsonPath argument for the field '$.gone' could not be found in the input
          """)
  void a_function_fails_with_the_message_of_aws(String call, String problem) {
    Intrinsic function = Intrinsic.parse(call);
    assertThatThrownBy(() -> function.evaluate(scope()))
        .isInstanceOf(StatesRuntimeException.class)
        .hasMessageStartingWith("The function '%s' had the following error: ".formatted(call))
        .hasMessageContaining(problem);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "States.Nope()",
        "Format('a')",
        "States.Format",
        "States.Format(",
        "States.Format('a'",
        "States.Format('a)",
        "States.Format('a',)",
        "States.Format('a') ",
        "States.Format('a') + 1",
        "States.Format('a' 'b')",
        "States.Format()",
        "States.Format(\"a\")",
        "States.Format('a\\n')",
        "States.Array(word)",
        "States.Array($.[)",
        "States.Array({})",
        "States.MathAdd(1)",
        "States.UUID(1)",
        "States.MathRandom(1, 2, 3, 4)",
      })
  void text_that_is_not_a_call_is_refused(String text) {
    assertThatThrownBy(() -> Intrinsic.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void functions_nest_at_most_ten_deep() {
    assertThat(Intrinsic.parse(nested(10)).evaluate(scope())).isNotEmpty();
    assertThatThrownBy(() -> Intrinsic.parse(nested(11)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("more than 10 nested functions");
  }

  private static String nested(int depth) {
    return "States.Array(".repeat(depth) + "1" + ")".repeat(depth);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"States.Base64Encode($)", "States.Base64Decode($)", "States.Hash($, 'MD5')"})
  void the_text_has_at_most_ten_thousand_characters(String call) {
    Scope fits = scope().withInput(TextNode.valueOf("a".repeat(10_000)));
    Scope tooLong = scope().withInput(TextNode.valueOf("a".repeat(10_001)));

    assertThat(Intrinsic.parse(call).evaluate(fits).isTextual()).isTrue();
    assertThatThrownBy(() -> Intrinsic.parse(call).evaluate(tooLong))
        .isInstanceOf(StatesRuntimeException.class)
        .hasMessageContaining("more than 10000 characters");
  }

  @Test
  void a_range_has_at_most_a_thousand_elements() {
    assertThat(Intrinsic.parse("States.ArrayRange(1, 1000, 1)").evaluate(scope())).hasSize(1000);
  }

  @Test
  void random_numbers_stay_in_their_range_and_repeat_for_the_same_seed() {
    Scope scope = scope();
    for (int i = 0; i < 100; i++) {
      assertThat(Intrinsic.parse("States.MathRandom(-2, 2)").evaluate(scope).intValue())
          .isBetween(-2, 1);
    }
    Intrinsic seeded = Intrinsic.parse("States.MathRandom(0, 1000000, 5)");
    assertThat(seeded.evaluate(scope)).isEqualTo(seeded.evaluate(scope));
  }

  @Test
  void every_uuid_is_random() {
    Scope scope = scope();
    String first = Intrinsic.parse("States.UUID()").evaluate(scope).textValue();
    String second = Intrinsic.parse("States.UUID()").evaluate(scope).textValue();

    assertThat(first)
        .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    assertThat(second).isNotEqualTo(first);
  }

  private static Scope scope() {
    try {
      return Scopes.of("{}").withInput(JsonText.parse(INPUT));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
