package org.pytorch.alerting.statemachine.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pytorch.alerting.model.action.AlertAction.COMMENT;
import static org.pytorch.alerting.model.action.AlertAction.COUNT;
import static org.pytorch.alerting.model.action.AlertAction.CREATE;
import static org.pytorch.alerting.model.action.AlertAction.UPDATE;
import static org.pytorch.alerting.statemachine.scenario.Checks.actions;
import static org.pytorch.alerting.statemachine.scenario.Checks.causeSays;
import static org.pytorch.alerting.statemachine.scenario.Checks.claimIsReleasedAfter;
import static org.pytorch.alerting.statemachine.scenario.Checks.eventIsPassedToGitHub;
import static org.pytorch.alerting.statemachine.scenario.Checks.outcomeUnknownAtAttempts;
import static org.pytorch.alerting.statemachine.scenario.Scenario.scenario;
import static org.pytorch.alerting.statemachine.script.Decisions.decides;
import static org.pytorch.alerting.statemachine.script.Decisions.decidesWith;
import static org.pytorch.alerting.statemachine.script.Decisions.done;
import static org.pytorch.alerting.statemachine.script.Decisions.released;
import static org.pytorch.alerting.statemachine.script.Decisions.sendsCheck;
import static org.pytorch.alerting.statemachine.script.Decisions.sendsCheckAndWaits;
import static org.pytorch.alerting.statemachine.script.Decisions.settled;
import static org.pytorch.alerting.statemachine.script.Messages.alertOfAnOlderNormalize;
import static org.pytorch.alerting.statemachine.script.Messages.alerts;
import static org.pytorch.alerting.statemachine.script.Messages.check;
import static org.pytorch.alerting.statemachine.script.Script.accepted;
import static org.pytorch.alerting.statemachine.script.Script.failing;
import static org.pytorch.alerting.statemachine.script.Script.refused;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.check.Check;
import org.pytorch.alerting.model.check.CheckReason;
import org.pytorch.alerting.model.check.NextCheck;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.statemachine.engine.DataLimit;
import org.pytorch.alerting.statemachine.engine.Engine;
import org.pytorch.alerting.statemachine.script.Callee;
import org.pytorch.alerting.statemachine.script.Errors;
import org.pytorch.alerting.statemachine.script.Messages;

/** Scenarios of checks: messages to ourselves to look at an alert again. */
final class CheckScenarios {
  private CheckScenarios() {}

  /** {@return all of them} */
  static List<Scenario> all() {
    return Stream.of(handled(), sent(), notSent()).flatMap(List::stream).toList();
  }

  private static List<Scenario> handled() {
    return List.of(
        scenario("a check finds that the status block is behind: it is refreshed")
            .normalize(check(0))
            .decide(decides(UPDATE))
            .github(done())
            .record(settled())
            .then(CheckScenarios::decideGetsTheCheck)
            .then(actions("UPDATE"))
            .succeeds("normalize decide github record"),
        scenario("a check finds nothing that is due: nothing is done")
            .normalize(check(0))
            .decide(decides(COUNT))
            .then(CheckScenarios::decideGetsTheCheck)
            .then(actions("COUNT"))
            .succeeds("normalize decide"),
        scenario("an alert is no check")
            .decide(decides(COUNT))
            .then(
                result ->
                    assertThat(decided(result).get("check").isNull()).as("check is null").isTrue())
            .succeeds("normalize decide"),
        scenario("an alert of an older normalize, as after a rollback, is no check either")
            .normalize(alertOfAnOlderNormalize())
            .decide(decides(CREATE))
            .github(done())
            .record(settled())
            .then(
                result ->
                    assertThat(decided(result).get("check").isNull()).as("check is null").isTrue())
            .then(eventIsPassedToGitHub())
            .succeeds("normalize decide github record"));
  }

  private static List<Scenario> sent() {
    return List.of(
        scenario("an alert is counted, and checked as late as SQS allows")
            .decide(sendsCheck(COUNT, NextCheck.MAX_DELAY_SECONDS))
            .check(accepted())
            .then(checkIsSent(NextCheck.MAX_DELAY_SECONDS))
            .then(actions("COUNT"))
            .succeeds("normalize decide check"),
        scenario("an alert is checked at once")
            .decide(sendsCheck(COUNT, 0))
            .check(accepted())
            .then(checkIsSent(0))
            .then(actions("COUNT"))
            .succeeds("normalize decide check"),
        scenario("a claimed action's check is sent before the action")
            .decide(sendsCheck(COMMENT, 600))
            .check(accepted())
            .github(done())
            .record(settled())
            .then(checkIsSent(600))
            .then(actions("COMMENT"))
            .succeeds("normalize decide check github record"),
        scenario("a check is sent before the wait for a turn, and once")
            .decide(sendsCheckAndWaits(COMMENT, Duration.ofSeconds(2), 600))
            .check(accepted())
            .github(done())
            .record(settled())
            .then(actions("COMMENT"))
            .succeeds("normalize decide check github record"),
        scenario("an action is retried: its check is not sent again")
            .decide(sendsCheck(COMMENT, 600))
            .check(accepted())
            .github(failing(Errors.GITHUB_UNAVAILABLE), failing(Errors.NOT_ASKED), done())
            .record(settled())
            .then(outcomeUnknownAtAttempts(false, true, true))
            .then(actions("COMMENT"))
            .succeeds("normalize decide check github*3 record"),
        scenario("each alert of a group sends a check of its own")
            .normalize(alerts(2))
            .decide(sendsCheck(COUNT, 600))
            .check(accepted(), accepted())
            .inAnyOrder()
            .then(actions("COUNT", "COUNT"))
            .succeeds("normalize decide*2 check*2"),
        scenario("SQS refuses a check once, then accepts it")
            .decide(sendsCheck(COUNT, 600))
            .check(refused(), accepted())
            .then(checkIsSent(600))
            .then(actions("COUNT"))
            .succeeds("normalize decide check*2"));
  }

  private static List<Scenario> notSent() {
    return List.of(
        scenario("SQS keeps refusing the check of a counted alert: the alert fails")
            .decide(sendsCheck(COUNT, 600))
            .script(Callee.CHECK, refused())
            .then(causeSays("#0 SQS."))
            .fails("AlertsFailed", "normalize decide check*3"),
        scenario("SQS keeps refusing the check of a claimed action: the action is done without it")
            .decide(sendsCheck(CREATE, 600))
            .script(Callee.CHECK, refused())
            .github(failing(Errors.GITHUB_UNAVAILABLE), done())
            .record(settled())
            .then(actions("CREATE"))
            .succeeds("normalize decide check*3 github*2 record"),
        scenario("neither the check nor the action succeeds: GitHub's failure is recorded")
            .decide(sendsCheck(CREATE, 600))
            .script(Callee.CHECK, refused())
            .github(failing(Errors.REJECTED))
            .record(released())
            .then(claimIsReleasedAfter(Errors.REJECTED))
            .fails("AlertsFailed", "normalize decide check*3 github record"),
        scenario("a check exceeds the limit of a state: the alert fails")
            .decide(decidesWith(COUNT, "look_again", tooLarge()))
            .needs(DataLimit.PARAMETERS)
            .then(causeSays("#0 States.DataLimitExceeded"))
            .fails("AlertsFailed", "normalize decide"));
  }

  /** As only a bug could produce it: escaped again, its quotes exceed the limit of a state. */
  private static Map<String, Object> tooLarge() {
    return Map.of("delay_seconds", 600, "check", Map.of("reason", "\"".repeat(70_000)));
  }

  /** Our own queue gets a message that normalize can read, with nothing else in it. */
  private static Consumer<Engine.Result> checkIsSent(int delaySeconds) {
    return result -> {
      JsonNode sent = result.calls(Callee.CHECK).getLast().payload();
      assertThat(Json.read(sent.get("MessageBody").asText(), Check.class))
          .isEqualTo(
              new Check(
                  new Fingerprint(decided(result).get("fingerprint").asText()),
                  CheckReason.REFRESH));
      assertThat(sent.get("DelaySeconds").asInt(-1)).isEqualTo(delaySeconds);
      assertThat(sent.get("MessageAttributes"))
          .isEqualTo(
              Messages.tree(
                  Map.of("source", Map.of("DataType", "String", "StringValue", Check.SOURCE))));
    };
  }

  private static void decideGetsTheCheck(Engine.Result result) {
    assertThat(decided(result).get("check").asText()).isEqualTo("refresh");
    assertThat(decided(result).get("event").isNull()).as("no event").isTrue();
    assertThat(decided(result).get("fingerprint").asText())
        .isEqualTo(Fingerprint.of(Messages.event(0)).hex());
  }

  private static JsonNode decided(Engine.Result result) {
    return result.calls(Callee.DECIDE).getFirst().payload();
  }
}
