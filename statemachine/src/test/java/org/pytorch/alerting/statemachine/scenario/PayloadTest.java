package org.pytorch.alerting.statemachine.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pytorch.alerting.decide.message.DecideRequest;
import org.pytorch.alerting.decide.message.DecideRequest.Trigger;
import org.pytorch.alerting.decide.message.RecordRequest;
import org.pytorch.alerting.github.issue.ActionRequest;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.EventId;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.action.ClaimToken;
import org.pytorch.alerting.model.check.CheckReason;
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
      case DECIDE -> readQuestion(call.payload());
      case GITHUB -> Json.read(payload, ActionRequest.class);
      case RECORD -> Json.read(payload, RecordRequest.class);
      case NORMALIZE, QUARANTINE, CHECK -> {}
    }
  }

  /** As decide's handler does: an alert, a check, or the unreadable part of a message. */
  private static void readQuestion(JsonNode payload) {
    ClaimToken token = ClaimToken.ofIteration(payload.get("token").asText());
    Optional<Trigger> event =
        Optional.of(payload.get("event"))
            .filter(JsonNode::isObject)
            .map(json -> new Trigger.Event(Json.read(json.toString(), AlertEvent.class)));
    Optional<Trigger> check =
        Optional.of(payload.get("check"))
            .filter(JsonNode::isTextual)
            .map(json -> new Trigger.Check(CheckReason.of(json.asText())));
    DecideRequest request =
        new DecideRequest(
            new EventId(payload.get("event_id").asText()),
            new Fingerprint(payload.get("fingerprint").asText()),
            event.or(() -> check).orElseGet(() -> new Trigger.Event(Messages.event(0))),
            Instant.parse(payload.get("said_at").asText()),
            token,
            OffsetDateTime.parse(payload.get("execution_started_at").asText()).toInstant());
    assertThat(request.token()).isEqualTo(token);
  }
}
