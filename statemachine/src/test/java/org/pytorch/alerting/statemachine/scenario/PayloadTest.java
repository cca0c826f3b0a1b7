package org.pytorch.alerting.statemachine.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pytorch.alerting.decide.message.DecideRequest;
import org.pytorch.alerting.decide.message.RecordRequest;
import org.pytorch.alerting.github.issue.ActionRequest;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.statemachine.definition.Definition;
import org.pytorch.alerting.statemachine.engine.EmbeddedEngine;
import org.pytorch.alerting.statemachine.engine.Engine;
import org.pytorch.alerting.statemachine.script.Call;
import org.pytorch.alerting.statemachine.script.Callee;
import org.pytorch.alerting.statemachine.script.Messages;
import org.pytorch.alerting.stepfunctions.execution.history.ExecutionListener;

/** Each function can read the payload that the state machine passes to it. */
class PayloadTest {
  private final Engine engine = new EmbeddedEngine(ExecutionListener.NONE);

  @ParameterizedTest
  @MethodSource("scenarios")
  void every_payload_can_be_read(Scenario scenario) {
    for (Call call : scenario.run(engine, Definition.load()).calls()) {
      assertThatCode(() -> read(call)).as("%s", call).doesNotThrowAnyException();
    }
  }

  @Test
  void payloads_of_every_function_except_normalize_are_read() {
    Set<Callee> called = EnumSet.noneOf(Callee.class);
    scenarios()
        .forEach(
            scenario ->
                scenario.run(engine, Definition.load()).calls().stream()
                    .map(Call::callee)
                    .forEach(called::add));

    assertThat(called).contains(Callee.DECIDE, Callee.GITHUB, Callee.RECORD);
  }

  static Stream<Scenario> scenarios() {
    return Scenarios.all().stream();
  }

  private static void read(Call call) {
    String payload = call.payload().toString();
    switch (call.callee()) {
      case DECIDE -> {
        if (call.payload().get("event").isNull()) {
          // The unreadable part of a message has no event, but a DecideRequest requires one.
          ObjectNode complete = call.payload().deepCopy();
          complete.set("event", Messages.tree(Messages.event(0)));
          payload = complete.toString();
        }
        Json.read(payload, DecideRequest.class);
      }
      case GITHUB -> Json.read(payload, ActionRequest.class);
      case RECORD -> Json.read(payload, RecordRequest.class);
      case NORMALIZE, QUARANTINE -> {}
    }
  }
}
