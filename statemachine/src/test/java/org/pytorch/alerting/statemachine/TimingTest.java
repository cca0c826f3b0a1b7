package org.pytorch.alerting.statemachine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pytorch.alerting.model.AlertAction.CREATE;
import static org.pytorch.alerting.statemachine.Decisions.decides;
import static org.pytorch.alerting.statemachine.Decisions.done;
import static org.pytorch.alerting.statemachine.Scenario.scenario;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pytorch.alerting.model.Deadline;
import org.pytorch.alerting.stepfunctions.definition.Edge;
import org.pytorch.alerting.stepfunctions.execution.ExecutionListener;
import org.pytorch.alerting.stepfunctions.execution.ExecutionResult;
import org.pytorch.alerting.stepfunctions.execution.ExecutionStatus;

/** Timeouts and waits as they are deployed, in virtual time. */
class TimingTest {
  private final List<Duration> waits = new ArrayList<>();
  private final EmbeddedEngine engine =
      new EmbeddedEngine(
          new ExecutionListener() {
            @Override
            public void onRetry(
                Edge.Retry edge, int attempt, Duration delay, String error, Instant at) {
              waits.add(delay);
            }
          });

  @ParameterizedTest
  @EnumSource
  void callee_that_never_answers_fails_the_execution_in_good_order(Callee silent) {
    Script first =
        silent == Callee.QUARANTINE ? Script.failing(Errors.INVALID_ALERT) : Messages.alerts(1);
    Scenario scenario =
        scenario(silent + " never answers")
            .normalize(first)
            .decide(decides(CREATE))
            .github(done())
            .script(silent, call -> new Answer.Silence())
            .fails("not looked at", "normalize");

    ExecutionResult result =
        engine.execute(Definition.load(), scenario.input(), new Backend(scenario.scripts()));

    assertThat(result.status()).isEqualTo(ExecutionStatus.FAILED);
    assertThat(Duration.between(result.startedAt(), result.stoppedAt()))
        .isBetween(Duration.ofSeconds(20), Deadline.EXECUTION_TIMEOUT);
  }

  @Test
  void waits_grow_no_longer_than_their_backoff_and_are_not_all_of_it() {
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

  @Test
  void github_is_tried_again_only_after_the_wait() {
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
}
