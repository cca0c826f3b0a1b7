package org.pytorch.alerting.statemachine;

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

/** What scenarios look at besides the calls and the end of an execution. */
final class Checks {
  private Checks() {}

  /** All is done: the alerts ended with these actions, in the message's order. */
  static Consumer<Engine.Result> actions(String... expected) {
    return acted(expected).andThen(nothingIsLeft());
  }

  /** These actions were decided or recorded, in the message's order. */
  static Consumer<Engine.Result> acted(String... expected) {
    return result ->
        assertThat(result.output().orElseThrow().get("actions").valueStream())
            .extracting(JsonNode::asText)
            .containsExactly(expected);
  }

  static Consumer<Engine.Result> nothingIsLeft() {
    return left();
  }

  /** This is left of the alerts that are not done, in the message's order. */
  static Consumer<Engine.Result> left(String... results) {
    return result ->
        assertThat(rest(result))
            .extracting(rest -> rest.path("result").asText())
            .containsExactly(results);
  }

  /** The message is to be delivered again, at the time that decide or record said. */
  static Consumer<Engine.Result> comesBack() {
    return left("POSTPONED")
        .andThen(
            result ->
                assertThat(rest(result).getFirst().path("retry_at").asText())
                    .isEqualTo(Json.format(Decisions.RETRY_AT)));
  }

  private static List<JsonNode> rest(Engine.Result result) {
    return result.output().orElseThrow().get("rest").valueStream().toList();
  }

  /** record is given this outcome of github's, and whether an earlier try may have sent a write. */
  static Consumer<Engine.Result> recordIsTold(Outcome.Result outcome, boolean outcomeUnknown) {
    return result -> {
      RecordRequest request =
          Json.read(
              result.calls(Callee.RECORD).getLast().payload().toString(), RecordRequest.class);
      assertThat(request.outcome().map(Outcome::result)).contains(outcome);
      assertThat(request.outcomeUnknown()).isEqualTo(outcomeUnknown);
    };
  }

  /** github is given the asker's own event, its payload, and what decide says it is to tell. */
  static Consumer<Engine.Result> eventIsHandedOver() {
    return result -> {
      JsonNode decide = result.calls(Callee.DECIDE).getFirst().payload();
      JsonNode github = result.calls(Callee.GITHUB).getFirst().payload();
      assertThat(github.get("event")).isEqualTo(decide.get("event"));
      assertThat(github.get("said_at")).isEqualTo(decide.get("said_at"));
      assertThat(github.get("payload").asText()).isEqualTo(Messages.PAYLOAD);
      assertThat(result.calls(Callee.RECORD).getFirst().payload().toString())
          .as("nobody needs the event any more")
          .doesNotContain("occurred_at");
    };
  }

  /** The execution's cause names all of these, where the engine can compute a cause. */
  static Consumer<Engine.Result> causeSays(String... words) {
    return result -> result.cause().ifPresent(cause -> assertThat(cause).contains(words));
  }

  /** The failed alerts are these; no other is named in the execution's cause. */
  static Consumer<Engine.Result> onlyFailed(int index, int ofAlerts, String error) {
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

  /** record is given decide's decision and github's outcome as they were, and no error. */
  static Consumer<Engine.Result> outcomeIsRecorded() {
    return result -> {
      JsonNode asked = result.calls(Callee.GITHUB).getFirst().payload();
      JsonNode recorded = result.calls(Callee.RECORD).getFirst().payload();
      assertThat(recorded.get("decision")).isEqualTo(asked.get("decision"));
      assertThat(recorded.at("/outcome/result").asText()).isEqualTo("done");
      assertThat(recorded.has("error")).isFalse();
    };
  }

  /** The last call of record is given the error, and no outcome. */
  static Consumer<Engine.Result> claimIsReleasedAfter(String error) {
    return result -> {
      JsonNode released = result.calls(Callee.RECORD).getLast().payload();
      assertThat(released.at("/error/Error").asText()).isEqualTo(error);
      assertThat(released.at("/error/Cause").isTextual()).isTrue();
      assertThat(released.has("outcome")).isFalse();
    };
  }

  /** github is told which execution it works for, and by when that must be over. */
  static Consumer<Engine.Result> executionIsKnown() {
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

  /** Each try of github is told whether an earlier one of the same action may have sent a write. */
  static Consumer<Engine.Result> outcomeUnknownAtTries(Boolean... expected) {
    return result ->
        assertThat(result.calls(Callee.GITHUB))
            .as("outcome_unknown of each try")
            .extracting(call -> call.payload().get("outcome_unknown").booleanValue())
            .containsExactly(expected);
  }

  /** The last call of record is told whether an earlier try may have sent a write. */
  static Consumer<Engine.Result> releaseIsTold(boolean outcomeUnknown) {
    return result ->
        assertThat(result.calls(Callee.RECORD).getLast().payload().get("outcome_unknown"))
            .as("outcome_unknown of the release")
            .isEqualTo(BooleanNode.valueOf(outcomeUnknown));
  }

  /** record is given decide's decision to give up, and that this is what became of it. */
  static Consumer<Engine.Result> givingUpIsRecorded() {
    return result -> {
      RecordRequest request =
          Json.read(lastGivenUp(result).payload().toString(), RecordRequest.class);
      assertThat(request.decision().action()).isEqualTo(AlertAction.GIVE_UP);
      assertThat(request.outcome().map(Outcome::result)).contains(Outcome.Result.GIVEN_UP);
    };
  }

  /** github acts for these events; decide is always asked about our own. */
  static Consumer<Engine.Result> actedFor(String... events) {
    return result -> {
      assertThat(result.calls(Callee.GITHUB)).extracting(Call::eventId).containsExactly(events);
      assertThat(result.calls(Callee.DECIDE))
          .extracting(Call::eventId)
          .containsOnly(Messages.eventId(0));
    };
  }

  /** No two alerts of a message have the same token, and each has its own index in it. */
  static Consumer<Engine.Result> tokensEndWith(String... expected) {
    return result ->
        assertThat(result.calls(Callee.DECIDE))
            .extracting(call -> call.payload().get("token").asText())
            .map(token -> token.substring(token.lastIndexOf('#')))
            .containsExactlyInAnyOrder(expected);
  }

  /** The message quarantined has this body. */
  static Consumer<Engine.Result> bodyQuarantined(String body) {
    return result -> assertThat(quarantined(result).get("MessageBody").asText()).isEqualTo(body);
  }

  /** The message quarantined is this event in our own schema. */
  static Consumer<Engine.Result> eventQuarantined(AlertEvent event) {
    return result ->
        assertThat(Json.read(quarantined(result).get("MessageBody").asText(), AlertEvent.class))
            .isEqualTo(event);
  }

  /** The message quarantined has these attributes and no others. */
  static Consumer<Engine.Result> attributes(String... names) {
    return result ->
        assertThat(quarantined(result).get("MessageAttributes").fieldNames())
            .toIterable()
            .containsExactlyInAnyOrder(names);
  }

  /** The messages quarantined have these diagnoses, in this order. */
  static Consumer<Engine.Result> diagnoses(String... expected) {
    return result ->
        assertThat(result.calls(Callee.QUARANTINE))
            .extracting(
                call -> call.payload().at("/MessageAttributes/diagnosis/StringValue").asText())
            .containsExactly(expected);
  }

  /** An attribute of the message quarantined is this. */
  static Consumer<Engine.Result> attribute(String name, String value) {
    return result -> assertThat(attribute(result, name)).as("attribute %s", name).isEqualTo(value);
  }

  private static Call lastGivenUp(Engine.Result result) {
    return result.calls(Callee.RECORD).stream()
        .filter(call -> call.payload().at("/outcome/result").asText().equals("given_up"))
        .reduce((first, second) -> second)
        .orElseThrow(() -> new AssertionError("nothing was recorded as given up"));
  }

  private static String attribute(Engine.Result result, String name) {
    return quarantined(result).at("/MessageAttributes/" + name + "/StringValue").asText();
  }

  private static JsonNode quarantined(Engine.Result result) {
    return result.calls(Callee.QUARANTINE).getLast().payload();
  }
}
