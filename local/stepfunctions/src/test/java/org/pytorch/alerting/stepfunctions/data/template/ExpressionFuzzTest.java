package org.pytorch.alerting.stepfunctions.data.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.pytorch.alerting.stepfunctions.data.JsonText;
import org.pytorch.alerting.stepfunctions.data.Path;
import org.pytorch.alerting.stepfunctions.data.ResultPath;
import org.pytorch.alerting.stepfunctions.data.Scope;
import org.pytorch.alerting.stepfunctions.data.Scopes;
import org.pytorch.alerting.stepfunctions.data.StatesRuntimeException;

/**
 * Random paths and functions on random data. An invalid expression is refused by the parser;
 * invalid data is {@code States.Runtime}. An input is a line with the expression, then the JSON
 * data.
 */
class ExpressionFuzzTest {
  private static final JsonNode RESULT = Scopes.json("{'r': [1]}");

  static Stream<byte[]> expressions() {
    return Stream.of(
            "$.a.b\n{\"a\":{\"b\":1}}",
            "$['a'][0]\n{\"a\":[[]]}",
            "$..b[?(@.c == 1)].d\n[{\"b\":[{\"c\":1,\"d\":2}]}]",
            "$$.id\n{}",
            "$[1:2]\n[1,2]",
            "States.Format('{} of {}', $.a, 1)\n{\"a\":\"x\"}",
            "States.ArrayGetItem(States.StringSplit($, ','), 1)\n\"a,b\"",
            "States.StringToJson($.a)\n{\"a\":\"{\\\"b\\\":[]}\"}",
            "States.JsonMerge($.a, $.b, false)\n{\"a\":{},\"b\":{\"c\":null}}",
            "States.ArrayPartition(States.ArrayRange(1, 9, 2), 2)\n{}",
            "States.Base64Decode(States.Base64Encode($))\n\"x\"",
            "States.Hash($, 'SHA-256')\n[1]",
            "States.MathAdd($.a, -1)\n{\"a\":1}",
            "States.MathRandom(1, 9, $)\n7")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("expressions")
  @DictionaryEntries({
    "$.",
    "$$.",
    "['",
    "']",
    "[*]",
    "[?(@.",
    "..",
    "States.Format('",
    "States.Array(",
    "States.ArrayRange(",
    "States.ArrayContains(",
    "States.ArrayUnique(",
    "States.ArrayLength(",
    "States.JsonToString(",
    "States.UUID()",
    "States.StringSplit(",
    "\\\\'",
    "{}"
  })
  @FuzzTest
  void an_expression_is_refused_or_has_a_value_or_fails_with_a_runtime_error(byte[] input) {
    String[] parts = new String(input, StandardCharsets.UTF_8).split("\n", 2);
    JsonNode data;
    try {
      data = JsonText.parse(parts.length == 2 ? parts[1] : "{}");
    } catch (JsonProcessingException e) {
      return;
    }
    JsonNode before = data.deepCopy();

    evaluate(parts[0], data);
    place(parts[0], scope(data));

    assertThat(data).isEqualTo(before);
  }

  private static void evaluate(String text, JsonNode data) {
    TextSource source;
    PayloadTemplate template;
    try {
      source = TextSource.parse(text);
      template = PayloadTemplate.parse(JsonNodeFactory.instance.objectNode().put("x.$", text));
    } catch (IllegalArgumentException e) {
      assertThat(e.getMessage()).as("begins with the wrong text").startsWith("'");
      return;
    }
    try {
      JsonNode value = template.evaluate(scope(data)).path("x");
      assertThat(JsonText.of(value)).isNotEmpty();
      assertThat(source.read(scope(data))).isEqualTo(value.textValue());
    } catch (StatesRuntimeException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  /** {@return a scope with the same random numbers every time} */
  private static Scope scope(JsonNode data) {
    return new Scope(data, Scopes.json("{'id': 'context'}"), new Random(42));
  }

  /** A path finds what the same result path placed. */
  private static void place(String text, Scope scope) {
    ResultPath path;
    try {
      path = ResultPath.parse(text);
    } catch (IllegalArgumentException e) {
      assertThat(e.getMessage()).as("begins with the wrong text").startsWith("'");
      return;
    }
    try {
      JsonNode placed = path.place(scope.input(), RESULT);
      assertThat(Path.parse(text).readOrFail(scope.withInput(placed))).isEqualTo(RESULT);
    } catch (StatesRuntimeException e) {
      assertThat(e.getMessage()).contains("ResultPath");
    }
  }
}
