package org.pytorch.alerting.statemachine.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pytorch.alerting.model.action.AlertAction.COUNT;
import static org.pytorch.alerting.model.action.AlertAction.CREATE;
import static org.pytorch.alerting.model.action.AlertAction.REJECT;
import static org.pytorch.alerting.statemachine.scenario.Scenario.scenario;
import static org.pytorch.alerting.statemachine.script.Decisions.decides;
import static org.pytorch.alerting.statemachine.script.Decisions.done;
import static org.pytorch.alerting.statemachine.script.Decisions.sendsCheck;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.runtime.Deadline;
import org.pytorch.alerting.statemachine.definition.Definition;
import org.pytorch.alerting.statemachine.definition.Retrier;
import org.pytorch.alerting.statemachine.engine.EmbeddedEngine;
import org.pytorch.alerting.statemachine.scenario.Scenario;
import org.pytorch.alerting.statemachine.script.Backend;
import org.pytorch.alerting.statemachine.script.Callee;
import org.pytorch.alerting.statemachine.script.Decisions;
import org.pytorch.alerting.statemachine.script.Errors;
import org.pytorch.alerting.statemachine.script.Messages;
import org.pytorch.alerting.statemachine.script.Response;
import org.pytorch.alerting.statemachine.script.Script;
import org.pytorch.alerting.stepfunctions.definition.field.Edge;
import org.pytorch.alerting.stepfunctions.execution.history.ExecutionListener;
import org.pytorch.alerting.stepfunctions.execution.outcome.ExecutionResult;
import org.pytorch.alerting.stepfunctions.execution.outcome.ExecutionStatus;

/** The deployed timeouts and waits, in virtual time. */
class TimingTest {
  private final List<Duration> waits = new ArrayList<>();

  /** The times at which each state was entered. */
  private final Map<String, List<Instant>> entered = new LinkedHashMap<>();

  private final EmbeddedEngine engine =
      new EmbeddedEngine(
          new ExecutionListener() {
            @Override
            public void onRetry(
                Edge.Retry edge, int attempt, Duration delay, String error, Instant at) {
              waits.add(delay);
            }

            @Override
            public void onTransition(Edge edge, Instant at) {
              edge.target()
                  .ifPresent(
                      state -> entered.computeIfAbsent(state, _ -> new ArrayList<>()).add(at));
            }
          });

  @ParameterizedTest
  @EnumSource
  void callee_that_never_responds_fails_the_execution_before_its_timeout(Callee silent) {
    boolean rejected = silent == Callee.QUARANTINE;
    Script decision = silent == Callee.CHECK ? sendsCheck(COUNT, 600) : decides(CREATE);
    Scenario scenario =
        scenario(silent + " never responds")
            .normalize(rejected ? Messages.alertsWithIncomplete(1, 0) : Messages.alerts(1))
            .decide(rejected ? decides(REJECT) : decision)
            .github(done())
            .script(silent, call -> new Response.Silence())
            .fails("not checked", "normalize");

    ExecutionResult result =
        engine.execute(Definition.load(), scenario.input(), new Backend(scenario.scripts()));

    assertThat(result.status()).isEqualTo(ExecutionStatus.FAILED);
    assertThat(Duration.between(result.startedAt(), result.stoppedAt()))
        .isBetween(Duration.ofSeconds(15), Deadline.EXECUTION_TIMEOUT);
  }

  @Test
  void waits_are_within_their_backoff_and_jittered() {
    scenario("the state store stays down")
        .script(Callee.DECIDE, Script.failing(Errors.STORE_UNAVAILABLE))
        .fails("AlertsFailed", "normalize decide*4")
        .run(engine, Definition.load());

    List<Duration> longest =
        Retrier.of(Definition.load().state("Decide action").list("Retry").get(3)).delays();
    assertThat(waits).hasSameSizeAs(longest);
    for (int i = 0; i < waits.size(); i++) {
      assertThat(waits.get(i)).isLessThanOrEqualTo(longest.get(i));
    }
    assertThat(waits).as("full jitter").isNotEqualTo(longest);
  }

  @ParameterizedTest
  @EnumSource(
      value = AlertAction.class,
      names = {"CREATE", "COMMENT", "UPDATE", "REOPEN", "CLOSE"})
  void execution_waits_exactly_until_a_future_turn(AlertAction action) {
    Scenario scenario =
        scenario("a turn in 17.25 s")
            .decide(Decisions.decidesLater(action, Duration.ofMillis(17_250)))
            .github(done())
            .record(Decisions.settled())
            .succeeds("normalize decide github record");

    engine.execute(Definition.load(), scenario.input(), new Backend(scenario.scripts()));

    assertThat(entered("Wait for a turn")).containsExactly(entered("Which action?").getFirst());
    assertThat(entered("Which action?")).last().isEqualTo(EmbeddedEngine.START.plusMillis(17_250));
    String state =
        entered.keySet().stream().filter(name -> name.endsWith(" issue")).findFirst().orElseThrow();
    assertThat(entered(state)).containsExactly(EmbeddedEngine.START.plusMillis(17_250));
  }

  /** Normalize and decide take 400 ms together. */
  @ParameterizedTest
  @CsvSource({"-60000, 1", "0, 1", "399, 1", "400, 1", "401, 2"})
  void execution_does_not_wait_for_a_past_turn(long millis, int choices) {
    Scenario scenario =
        scenario("a turn")
            .decide(Decisions.decidesLater(CREATE, Duration.ofMillis(millis)))
            .github(done())
            .record(Decisions.settled())
            .succeeds("normalize decide github record");

    engine.execute(Definition.load(), scenario.input(), new Backend(scenario.scripts()));

    assertThat(entered.containsKey("Wait for a turn")).isEqualTo(choices == 2);
    assertThat(entered("Which action?")).hasSize(choices);
  }

  @Test
  void throttled_action_waits_for_an_instance_longer_than_a_failed_one() {
    Scenario scenario =
        scenario("no instance is free")
            .decide(decides(CREATE))
            .script(Callee.GITHUB, Script.failing(Errors.THROTTLED))
            .record(Decisions.released())
            .fails("AlertsFailed", "normalize decide github*12 record");

    engine.execute(Definition.load(), scenario.input(), new Backend(scenario.scripts()));

    Duration longest =
        Retrier.of(Definition.load().state("Create issue").list("Retry").getFirst()).allDelays();
    assertThat(waits).hasSize(8);
    assertThat(waits.stream().reduce(Duration.ZERO, Duration::plus))
        .isBetween(Duration.ZERO, longest.multipliedBy(4));
    assertThat(entered("Wait to try again")).hasSize(3);
    assertThat(entered).doesNotContainKey("Outcome unknown");
  }

  @Test
  void github_is_retried_only_after_the_wait() {
    Scenario scenario =
        scenario("GitHub stays unavailable")
            .decide(decides(CREATE))
            .script(Callee.GITHUB, Script.failing(Errors.GITHUB_UNAVAILABLE))
            .record(Decisions.released())
            .fails("AlertsFailed", "normalize decide github*4 record");

    ExecutionResult result =
        engine.execute(Definition.load(), scenario.input(), new Backend(scenario.scripts()));

    Duration wait =
        Duration.ofSeconds(
            Definition.load().state("Wait to try again").node().get("Seconds").asLong());
    assertThat(waits).as("retries").isEmpty();
    assertThat(Duration.between(result.startedAt(), result.stoppedAt()))
        .isBetween(wait.multipliedBy(3), wait.multipliedBy(3).plusSeconds(2));
  }

  private List<Instant> entered(String state) {
    return entered.getOrDefault(state, List.of());
  }
}
