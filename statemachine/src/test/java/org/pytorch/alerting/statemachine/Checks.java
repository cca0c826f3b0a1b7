package org.pytorch.alerting.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.Consumer;

/** What scenarios look at besides the calls and the end of an execution. */
final class Checks {
  private Checks() {}

  /** The alerts ended well, with these actions, in the message's order. */
  static Consumer<Engine.Result> actions(String... expected) {
    return result -> {
      List<JsonNode> alerts = result.output().orElseThrow().get("alerts").valueStream().toList();
      assertThat(alerts)
          .extracting(alert -> alert.path("action").asText())
          .containsExactly(expected);
      assertThat(alerts).allMatch(alert -> alert.path("result").asText().equals("DONE"));
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

  /** github sees how often it was tried before in this visit of the state. */
  static Consumer<Engine.Result> retryCounts(Integer... expected) {
    return result ->
        assertThat(result.calls(Callee.GITHUB))
            .extracting(call -> call.payload().get("retry_count").asInt())
            .containsExactly(expected);
  }

  /** github acts for the other event first; decide is always asked about our own. */
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

  /** The message set aside has this body. */
  static Consumer<Engine.Result> bodySetAside(String body) {
    return result -> assertThat(setAside(result).get("MessageBody").asText()).isEqualTo(body);
  }

  /** An attribute of the message set aside is this. */
  static Consumer<Engine.Result> attribute(String name, String value) {
    return result -> assertThat(attribute(result, name)).as("attribute %s", name).isEqualTo(value);
  }

  /** An attribute of the message set aside contains this. */
  static Consumer<Engine.Result> attributeSays(String name, String text) {
    return result -> assertThat(attribute(result, name)).as("attribute %s", name).contains(text);
  }

  private static String attribute(Engine.Result result, String name) {
    return setAside(result).at("/MessageAttributes/" + name + "/StringValue").asText();
  }

  private static JsonNode setAside(Engine.Result result) {
    return result.calls(Callee.QUARANTINE).getLast().payload();
  }
}
