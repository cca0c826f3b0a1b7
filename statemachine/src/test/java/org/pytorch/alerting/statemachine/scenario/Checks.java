package org.pytorch.alerting.statemachine.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import java.util.List;
import java.util.function.Consumer;
import org.pytorch.alerting.decide.message.RecordRequest;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.Outcome;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.statemachine.engine.Engine;
import org.pytorch.alerting.statemachine.script.Call;
import org.pytorch.alerting.statemachine.script.Callee;
import org.pytorch.alerting.statemachine.script.Decisions;
import org.pytorch.alerting.statemachine.script.Messages;

/** Further checks of scenarios, besides the calls and the end of an execution. */
public final class Checks {
  private Checks() {}

  /** Everything is done: the alerts ended with these actions, in the message's order. */
  public static Consumer<Engine.Result> actions(String... expected) {
    return acted(expected).andThen(nothingIsLeft());
  }

  /** These actions were decided or recorded, in the message's order. */
  public static Consumer<Engine.Result> acted(String... expected) {
    return result ->
        assertThat(result.output().orElseThrow().get("actions").valueStream())
            .extracting(JsonNode::asText)
            .containsExactly(expected);
  }

  public static Consumer<Engine.Result> nothingIsLeft() {
    return left();
  }

  /** These are the rests of the unfinished alerts, in the message's order. */
  public static Consumer<Engine.Result> left(String... results) {
    return result ->
        assertThat(rest(result))
            .extracting(rest -> rest.path("result").asText())
            .containsExactly(results);
  }

  /** The message is redelivered at the time that decide or record returned. */
  public static Consumer<Engine.Result> isRedelivered() {
    return left("POSTPONED")
        .andThen(
            result ->
                assertThat(rest(result).getFirst().path("retry_at").asText())
                    .isEqualTo(Json.format(Decisions.RETRY_AT)));
  }

  private static List<JsonNode> rest(Engine.Result result) {
    return result.output().orElseThrow().get("rest").valueStream().toList();
  }

  /** record gets this outcome from github, and whether an earlier attempt may have sent a write. */
  public static Consumer<Engine.Result> recordGets(Outcome.Result outcome, boolean outcomeUnknown) {
    return result -> {
      RecordRequest request =
          Json.read(
              result.calls(Callee.RECORD).getLast().payload().toString(), RecordRequest.class);
      assertThat(request.outcome().map(Outcome::result)).contains(outcome);
      assertThat(request.outcomeUnknown()).isEqualTo(outcomeUnknown);
    };
  }

  /** github gets the alert's own event, its payload, and decide's claim. */
  public static Consumer<Engine.Result> eventIsPassedToGitHub() {
    return result -> {
      JsonNode decide = result.calls(Callee.DECIDE).getFirst().payload();
      JsonNode github = result.calls(Callee.GITHUB).getFirst().payload();
      assertThat(github.get("event")).isEqualTo(decide.get("event"));
      assertThat(github.get("said_at")).isEqualTo(decide.get("said_at"));
      assertThat(github.get("payload").asText()).isEqualTo(Messages.PAYLOAD);
      assertThat(result.calls(Callee.RECORD).getFirst().payload().toString())
          .as("the event is no longer needed")
          .doesNotContain("occurred_at");
    };
  }

  /** The execution's cause names all of these, where the engine can compute a cause. */
  public static Consumer<Engine.Result> causeSays(String... words) {
    return result -> result.cause().ifPresent(cause -> assertThat(cause).contains(words));
  }

  /** The failed alerts are these; no other is named in the execution's cause. */
  public static Consumer<Engine.Result> onlyFailed(int index, int ofAlerts, String error) {
    return result ->
        result
            .cause()
            .ifPresent(
                cause -> {
                  assertThat(cause).contains("\"#" + index + " " + error + "\"");
                  for (int other = 0; other < ofAlerts; other++) {
                    if (other != index) {
                      assertThat(cause).doesNotContain("#" + other + " ");
                    }
                  }
                });
  }

  /** record gets decide's decision and github's outcome unchanged, and no error. */
  public static Consumer<Engine.Result> outcomeIsRecorded() {
    return result -> {
      JsonNode asked = result.calls(Callee.GITHUB).getFirst().payload();
      JsonNode recorded = result.calls(Callee.RECORD).getFirst().payload();
      assertThat(recorded.get("decision")).isEqualTo(asked.get("decision"));
      assertThat(recorded.at("/outcome/result").asText()).isEqualTo("done");
      assertThat(recorded.has("error")).isFalse();
    };
  }

  /** The last call of record gets the error, and no outcome. */
  public static Consumer<Engine.Result> claimIsReleasedAfter(String error) {
    return result -> {
      JsonNode released = result.calls(Callee.RECORD).getLast().payload();
      assertThat(released.at("/error/Error").asText()).isEqualTo(error);
      assertThat(released.at("/error/Cause").isTextual()).isTrue();
      assertThat(released.has("outcome")).isFalse();
    };
  }

  /** github gets the execution's id and start time. */
  public static Consumer<Engine.Result> executionIsKnown() {
    return result -> {
      JsonNode decide = result.calls(Callee.DECIDE).getFirst().payload();
      JsonNode github = result.calls(Callee.GITHUB).getFirst().payload();
      assertThat(github.get("execution_id").asText()).startsWith("arn:aws:states:");
      assertThat(decide.get("token").asText())
          .isEqualTo(github.get("execution_id").asText() + "#0");
      assertThat(decide.get("execution_started_at")).isEqualTo(github.get("execution_started_at"));
      assertThat(github.get("execution_started_at").asText())
          .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)");
    };
  }

  /**
   * Each attempt of github gets the flag whether an earlier attempt of the same action may have
   * sent a write.
   */
  public static Consumer<Engine.Result> outcomeUnknownAtAttempts(Boolean... expected) {
    return result ->
        assertThat(result.calls(Callee.GITHUB))
            .as("outcome_unknown of each attempt")
            .extracting(call -> call.payload().get("outcome_unknown").booleanValue())
            .containsExactly(expected);
  }

  /** The last call of record gets the flag whether an earlier attempt may have sent a write. */
  public static Consumer<Engine.Result> releaseGets(boolean outcomeUnknown) {
    return result ->
        assertThat(result.calls(Callee.RECORD).getLast().payload().get("outcome_unknown"))
            .as("outcome_unknown of the release")
            .isEqualTo(BooleanNode.valueOf(outcomeUnknown));
  }

  /** record gets decide's decision to give up, and the outcome that the action was given up. */
  public static Consumer<Engine.Result> givingUpIsRecorded() {
    return result -> {
      RecordRequest request =
          Json.read(lastGivenUp(result).payload().toString(), RecordRequest.class);
      assertThat(request.decision().action()).isEqualTo(AlertAction.GIVE_UP);
      assertThat(request.outcome().map(Outcome::result)).contains(Outcome.Result.GIVEN_UP);
    };
  }

  /** github acts for these events; decide is always called with our own. */
  public static Consumer<Engine.Result> actedFor(String... events) {
    return result -> {
      assertThat(result.calls(Callee.GITHUB)).extracting(Call::eventId).containsExactly(events);
      assertThat(result.calls(Callee.DECIDE))
          .extracting(Call::eventId)
          .containsOnly(Messages.eventId(0));
    };
  }

  /** Each alert of a message has its own token, which contains its index. */
  public static Consumer<Engine.Result> tokensEndWith(String... expected) {
    return result ->
        assertThat(result.calls(Callee.DECIDE))
            .extracting(call -> call.payload().get("token").asText())
            .map(token -> token.substring(token.lastIndexOf('#')))
            .containsExactlyInAnyOrder(expected);
  }

  /** The quarantined message has this body. */
  public static Consumer<Engine.Result> quarantinedBody(String body) {
    return result -> assertThat(quarantined(result).get("MessageBody").asText()).isEqualTo(body);
  }

  /** The quarantined message is this event in our own schema. */
  public static Consumer<Engine.Result> quarantinedEvent(AlertEvent event) {
    return result ->
        assertThat(Json.read(quarantined(result).get("MessageBody").asText(), AlertEvent.class))
            .isEqualTo(event);
  }

  /** The quarantined message has exactly these attributes. */
  public static Consumer<Engine.Result> attributes(List<String> names) {
    return result ->
        assertThat(quarantined(result).get("MessageAttributes").fieldNames())
            .toIterable()
            .containsExactlyInAnyOrderElementsOf(names);
  }

  /** The quarantined messages have these diagnoses, in this order. */
  public static Consumer<Engine.Result> diagnoses(String... expected) {
    return result ->
        assertThat(result.calls(Callee.QUARANTINE))
            .extracting(
                call -> call.payload().at("/MessageAttributes/diagnosis/StringValue").asText())
            .containsExactly(expected);
  }

  /** An attribute of the quarantined message has this value. */
  public static Consumer<Engine.Result> attribute(String name, String value) {
    return result -> assertThat(attribute(result, name)).as("attribute %s", name).isEqualTo(value);
  }

  private static Call lastGivenUp(Engine.Result result) {
    return result.calls(Callee.RECORD).stream()
        .filter(call -> call.payload().at("/outcome/result").asText().equals("given_up"))
        .reduce((first, second) -> second)
        .orElseThrow(() -> new AssertionError("no action was recorded as given up"));
  }

  private static String attribute(Engine.Result result, String name) {
    return quarantined(result).at("/MessageAttributes/" + name + "/StringValue").asText();
  }

  private static JsonNode quarantined(Engine.Result result) {
    return result.calls(Callee.QUARANTINE).getLast().payload();
  }
}
