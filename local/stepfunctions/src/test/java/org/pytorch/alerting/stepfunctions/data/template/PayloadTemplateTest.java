package org.pytorch.alerting.stepfunctions.data.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pytorch.alerting.stepfunctions.data.JsonText;
import org.pytorch.alerting.stepfunctions.data.Scopes;
import org.pytorch.alerting.stepfunctions.data.StatesRuntimeException;

class PayloadTemplateTest {
  private static final String INPUT = "{'a': {'b': 1}, 'l': [{'x': 1}, {'x': 2}]}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {}                                | {}
          {'k': 1, 'm': null}               | {'k':1,'m':null}
          {'k.$': '$.a.b'}                  | {'k':1}
          {'k.$': '$'}                      | {'k':{'a':{'b':1},'l':[{'x':1},{'x':2}]}}
          {'k.$': '$$.id'}                  | {'k':'context'}
          {'k.$': '$.l[*].x'}               | {'k':[1,2]}
          {'k.$': '$.none[*]'}              | {'k':[]}
          {'k': '$.a.b'}                    | {'k':'$.a.b'}
          {'k': {'m': {'n.$': '$.a.b'}}}    | {'k':{'m':{'n':1}}}
          {'k': [{'n.$': '$.a.b'}, 2]}      | {'k':[{'n':1},2]}
          {'k.$': 'States.Array($.a.b, 2)'} | {'k':[1,2]}
          {'k$': 1, '$': 2}                 | {'k$':1,'$':2}
          """)
  void only_fields_that_end_in_dot_dollar_are_filled_in(String template, String expected) {
    assertThat(PayloadTemplate.parse(Scopes.json(template)).evaluate(Scopes.of(INPUT)))
        .isEqualTo(Scopes.json(expected));
  }

  @Test
  void the_order_of_the_fields_is_kept() {
    PayloadTemplate template =
        PayloadTemplate.parse(Scopes.json("{'z': 1, 'b.$': '$.a.b', 'a': 2}"));

    assertThat(JsonText.of(template.evaluate(Scopes.of(INPUT))))
        .isEqualTo("{\"z\":1,\"b\":1,\"a\":2}");
  }

  @Test
  void a_path_that_selects_nothing_fails_with_the_message_of_aws() {
    PayloadTemplate template = PayloadTemplate.parse(Scopes.json("{'deep': {'k.$': '$.x'}}"));

    assertThatThrownBy(() -> template.evaluate(Scopes.of("{'a': 1}")))
        .isInstanceOf(StatesRuntimeException.class)
        .hasMessage(
            "The JSONPath '$.x' specified for the field 'k.$' could not be found in the input"
                + " '{\"a\":1}'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {'k.$': 1}                 | must be a path or an intrinsic function
          {'k.$': {'a': 1}}          | must be a path or an intrinsic function
          {'k.$': 'text'}            | not a call of an intrinsic function
          {'k.$': '$.['}             | not a JSONPath
          {'k': 1, 'k.$': '$.a'}     | the field 'k' exists with and without '.$'
          [{'k.$': 'States.Nope()'}] | no function 'States.Nope'
          """)
  void an_invalid_template_is_refused_by_the_parser(String template, String problem) {
    assertThatThrownBy(() -> PayloadTemplate.parse(Scopes.json(template)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(problem);
  }
}
