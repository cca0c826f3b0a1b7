package org.pytorch.alerting.statemachine;

import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/** What a function or the queue answers, call by call. Keeps no state, so it can be used again. */
@FunctionalInterface
interface Script {
  /** The error of a call that no script foresaw; scenarios name every call, so they notice. */
  String UNFORESEEN = "UnforeseenCall";

  /** What an input, an output or a result may have at most, as JSON; the quotes go over it. */
  int MAX_STATE_BYTES = 262_144;

  Answer answer(Call call);

  /** {@return a script whose answers come in this order, whatever event they are about} */
  static Script inOrder(Script... answers) {
    return numbered(Call::number, answers);
  }

  /** {@return a script whose answers come in this order for each event} */
  static Script inOrderForEachEvent(Script... answers) {
    return numbered(Call::numberForEvent, answers);
  }

  /** {@return a script that is another one for each event} */
  static Script byEvent(Map<String, Script> scripts) {
    return call -> scripts.getOrDefault(call.eventId(), Script::unforeseen).answer(call);
  }

  /** {@return the same failure as often as asked} */
  static Script failing(String error) {
    return call -> new Answer.FunctionError(error, "scripted failure of " + call.callee().word());
  }

  /** {@return SQS's refusal} */
  static Script refused() {
    return call -> new Answer.QueueError("InvalidMessageContents", "scripted refusal");
  }

  /** {@return an answer that no state can hold} */
  static Script tooLarge() {
    return call -> new Answer.Value(TextNode.valueOf("x".repeat(MAX_STATE_BYTES)));
  }

  /** {@return an answer without a meaning, where nobody reads it} */
  static Script accepted() {
    return call -> new Answer.Value(NullNode.getInstance());
  }

  /** {@return a call that must not happen} */
  static Answer unforeseen(Call call) {
    return new Answer.FunctionError(
        UNFORESEEN, call.callee().word() + " was called once more than foreseen");
  }

  private static Script numbered(ToIntFunction<Call> number, Script... answers) {
    List<Script> list = List.of(answers);
    return call -> {
      int index = number.applyAsInt(call);
      return index < list.size() ? list.get(index).answer(call) : unforeseen(call);
    };
  }
}
