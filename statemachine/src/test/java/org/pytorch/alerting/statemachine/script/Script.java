package org.pytorch.alerting.statemachine.script;

import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/** The responses of a function or the queue, call by call. Stateless and reusable. */
@FunctionalInterface
public interface Script {
  /** The error of an unscripted call; scenarios list every call, so they fail on it. */
  String UNEXPECTED = "UnforeseenCall";

  /** The limit of an input, output or result as JSON; the quotes of a text exceed it. */
  int MAX_STATE_BYTES = 262_144;

  Response respond(Call call);

  /** {@return a script with these responses in order, for any event} */
  static Script inOrder(Script... responses) {
    return numbered(Call::number, responses);
  }

  /** {@return a script with these responses in order, for each event} */
  static Script inOrderForEachEvent(Script... responses) {
    return numbered(Call::numberForEvent, responses);
  }

  /** {@return a script that differs by event} */
  static Script byEvent(Map<String, Script> scripts) {
    return call -> scripts.getOrDefault(call.eventId(), Script::unexpected).respond(call);
  }

  /** {@return the same failure for every call} */
  static Script failing(String error) {
    return call -> new Response.FunctionError(error, "scripted failure of " + call.callee().word());
  }

  /** {@return SQS's refusal} */
  static Script refused() {
    return call -> new Response.QueueError("InvalidMessageContents", "scripted refusal");
  }

  /** {@return a result that exceeds the limit of a state} */
  static Script tooLarge() {
    return call -> new Response.Value(TextNode.valueOf("x".repeat(MAX_STATE_BYTES)));
  }

  /** {@return an empty response, where it is not read} */
  static Script accepted() {
    return call -> new Response.Value(NullNode.getInstance());
  }

  /** {@return a call that must not happen} */
  static Response unexpected(Call call) {
    return new Response.FunctionError(
        UNEXPECTED, call.callee().word() + " was called more often than expected");
  }

  private static Script numbered(ToIntFunction<Call> number, Script... responses) {
    List<Script> list = List.of(responses);
    return call -> {
      int index = number.applyAsInt(call);
      return index < list.size() ? list.get(index).respond(call) : unexpected(call);
    };
  }
}
