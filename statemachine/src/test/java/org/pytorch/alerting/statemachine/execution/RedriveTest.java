package org.pytorch.alerting.statemachine.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pytorch.alerting.model.action.AlertAction.GIVE_UP;
import static org.pytorch.alerting.model.action.AlertAction.REJECT;
import static org.pytorch.alerting.model.action.AlertAction.SKIP_STALE;
import static org.pytorch.alerting.statemachine.scenario.Scenario.scenario;
import static org.pytorch.alerting.statemachine.script.Decisions.decides;
import static org.pytorch.alerting.statemachine.script.Decisions.helps;
import static org.pytorch.alerting.statemachine.script.Decisions.settled;
import static org.pytorch.alerting.statemachine.script.Script.accepted;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.message.NormalizedMessage;
import org.pytorch.alerting.model.message.NormalizedMessage.NormalizedAlert;
import org.pytorch.alerting.normalize.NormalizeHandler;
import org.pytorch.alerting.runtime.Environment;
import org.pytorch.alerting.runtime.Host;
import org.pytorch.alerting.statemachine.definition.Definition;
import org.pytorch.alerting.statemachine.engine.EmbeddedEngine;
import org.pytorch.alerting.statemachine.engine.Engine;
import org.pytorch.alerting.statemachine.scenario.Scenario;
import org.pytorch.alerting.statemachine.script.Callee;
import org.pytorch.alerting.statemachine.script.Decisions;
import org.pytorch.alerting.statemachine.script.Messages;
import org.pytorch.alerting.statemachine.script.Response;
import org.pytorch.alerting.statemachine.script.Script;
import org.pytorch.alerting.stepfunctions.execution.history.ExecutionListener;

/**
 * normalize can read what the state machine puts into the dead-letter queue, after a redrive. The
 * starter restores the message from its attributes in between; its own tests cover that.
 */
class RedriveTest {
  private final Engine engine = new EmbeddedEngine(ExecutionListener.NONE);

  @Test
  void event_of_an_abandoned_action_is_a_new_event_of_the_same_alert() {
    NormalizedMessage again =
        redriven(
            scenario("given up")
                .decide(helps(GIVE_UP))
                .record(settled())
                .queue(accepted())
                .succeeds("normalize decide quarantine record"));

    assertThat(again.envelope().sentAt()).isEqualTo(Decisions.SAID_AT);
    assertThat(again.alerts()).hasSize(1);
    NormalizedAlert alert = again.alerts().getFirst();
    assertThat(alert.event()).contains(Messages.event(0));
    assertThat(alert.fingerprint()).isEqualTo(Fingerprint.of(Messages.event(0)));
    assertThat(alert.rejection()).isEmpty();
    assertThat(alert.eventId().value()).isEqualTo(Decisions.OTHER_EVENT + "#0");
  }

  @Test
  void incomplete_alert_keeps_its_event_id_and_its_time() {
    NormalizedMessage first = normalized(Messages.inputWithIncompleteSecondAlert());
    NormalizedMessage again =
        redriven(
            scenario("rejected")
                .normalize(call -> new Response.Value(Messages.tree(first)))
                .script(
                    Callee.DECIDE,
                    Script.byEvent(
                        Map.of(
                            Messages.eventId(0), decides(SKIP_STALE),
                            Messages.eventId(1), decides(REJECT))))
                .queue(accepted())
                .inAnyOrder()
                .succeeds("normalize decide*2 quarantine"));

    assertThat(again.envelope().sentAt()).isEqualTo(Messages.SENT_AT);
    assertThat(again.alerts()).hasSize(1);
    NormalizedAlert alert = again.alerts().getFirst();
    assertThat(alert.rejection()).as("it still lacks a priority").isPresent();
    assertThat(alert.eventId().value()).isEqualTo(Messages.eventId(1));
    assertThat(alert.fingerprint()).isEqualTo(first.alerts().get(1).fingerprint());
  }

  private NormalizedMessage redriven(Scenario scenario) {
    Engine.Result result = scenario.run(engine, Definition.load());
    scenario.verify(result);
    JsonNode sent = result.calls(Callee.QUARANTINE).getFirst().payload();
    ObjectNode input = (ObjectNode) Messages.input();
    input.put("message_id", attribute(sent, "message_id"));
    input.put("delivery_id", attribute(sent, "delivery_id"));
    input.put("sent_at", attribute(sent, "said_at"));
    input.put("body", sent.get("MessageBody").asText());
    input.put("body_encoding", attribute(sent, "body_encoding"));
    input.set(
        "message_attributes", Json.read(attribute(sent, "message_attributes"), JsonNode.class));
    return normalized(input);
  }

  private static String attribute(JsonNode sent, String name) {
    return sent.at("/MessageAttributes/" + name + "/StringValue").asText();
  }

  private static NormalizedMessage normalized(JsonNode input) {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    new NormalizeHandler(host())
        .handleRequest(
            new ByteArrayInputStream(input.toString().getBytes(StandardCharsets.UTF_8)),
            output,
            null);
    return Json.read(output.toString(StandardCharsets.UTF_8), NormalizedMessage.class);
  }

  private static Host host() {
    return new Host(
        new Environment(Map.of("METRICS_NAMESPACE", "test")),
        InstantSource.fixed(Messages.SENT_AT.plusSeconds(1)),
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
  }
}
