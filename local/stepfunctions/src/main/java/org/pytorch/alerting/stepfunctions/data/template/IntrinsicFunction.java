package org.pytorch.alerting.stepfunctions.data.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Optional;

/** The eighteen intrinsic functions of the Amazon States Language. */
enum IntrinsicFunction {
  FORMAT("States.Format", 1, Integer.MAX_VALUE),
  STRING_SPLIT("States.StringSplit", 2, 2),
  STRING_TO_JSON("States.StringToJson", 1, 1),
  JSON_TO_STRING("States.JsonToString", 1, 1),
  JSON_MERGE("States.JsonMerge", 3, 3),
  ARRAY("States.Array", 0, Integer.MAX_VALUE),
  ARRAY_PARTITION("States.ArrayPartition", 2, 2),
  ARRAY_CONTAINS("States.ArrayContains", 2, 2),
  ARRAY_RANGE("States.ArrayRange", 3, 3),
  ARRAY_GET_ITEM("States.ArrayGetItem", 2, 2),
  ARRAY_LENGTH("States.ArrayLength", 1, 1),
  ARRAY_UNIQUE("States.ArrayUnique", 1, 1),
  BASE64_ENCODE("States.Base64Encode", 1, 1),
  BASE64_DECODE("States.Base64Decode", 1, 1),
  HASH("States.Hash", 2, 2),
  MATH_ADD("States.MathAdd", 2, 2),
  MATH_RANDOM("States.MathRandom", 2, 3),
  UUID("States.UUID", 0, 0);

  private final String text;
  private final int minArguments;
  private final int maxArguments;

  IntrinsicFunction(String text, int minArguments, int maxArguments) {
    this.text = text;
    this.minArguments = minArguments;
    this.maxArguments = maxArguments;
  }

  static Optional<IntrinsicFunction> named(String name) {
    return Arrays.stream(values()).filter(function -> function.text.equals(name)).findFirst();
  }

  boolean takes(int arguments) {
    return minArguments <= arguments && arguments <= maxArguments;
  }

  JsonNode call(Arguments arguments) {
    return switch (this) {
      case FORMAT -> StringFunctions.format(arguments);
      case STRING_SPLIT -> StringFunctions.split(arguments);
      case STRING_TO_JSON -> JsonFunctions.stringToJson(arguments);
      case JSON_TO_STRING -> JsonFunctions.jsonToString(arguments);
      case JSON_MERGE -> JsonFunctions.merge(arguments);
      case ARRAY -> ArrayFunctions.array(arguments);
      case ARRAY_PARTITION -> ArrayFunctions.partition(arguments);
      case ARRAY_CONTAINS -> ArrayFunctions.contains(arguments);
      case ARRAY_RANGE -> ArrayFunctions.range(arguments);
      case ARRAY_GET_ITEM -> ArrayFunctions.getItem(arguments);
      case ARRAY_LENGTH -> ArrayFunctions.length(arguments);
      case ARRAY_UNIQUE -> ArrayFunctions.unique(arguments);
      case BASE64_ENCODE -> EncodingFunctions.base64Encode(arguments);
      case BASE64_DECODE -> EncodingFunctions.base64Decode(arguments);
      case HASH -> EncodingFunctions.hash(arguments);
      case MATH_ADD -> NumberFunctions.add(arguments);
      case MATH_RANDOM -> NumberFunctions.random(arguments);
      case UUID -> NumberFunctions.uuid(arguments);
    };
  }
}
