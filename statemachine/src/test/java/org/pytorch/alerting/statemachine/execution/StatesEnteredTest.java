package org.pytorch.alerting.statemachine.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pytorch.alerting.statemachine.scenario.Scenario.scenario;
import static org.pytorch.alerting.statemachine.script.Decisions.decides;
import static org.pytorch.alerting.statemachine.script.Decisions.decidesLater;
import static org.pytorch.alerting.statemachine.script.Decisions.done;
import static org.pytorch.alerting.statemachine.script.Decisions.sendsCheck;
import static org.pytorch.alerting.statemachine.script.Decisions.settled;
import static org.pytorch.alerting.statemachine.script.Script.accepted;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.statemachine.definition.Definition;
import org.pytorch.alerting.statemachine.engine.EmbeddedEngine;
import org.pytorch.alerting.statemachine.scenario.Scenario;
import org.pytorch.alerting.statemachine.script.Backend;
import org.pytorch.alerting.statemachine.script.Script;
import org.pytorch.alerting.stepfunctions.definition.field.Edge;
import org.pytorch.alerting.stepfunctions.execution.history.ExecutionListener;

/**
 * The number of states that an alert enters. Each state writes its data to the log twice, and the
 * log is the largest part of a message's cost.
 */
class StatesEnteredTest {
  private final List<String> entered = new ArrayList<>();
  private final EmbeddedEngine engine =
      new EmbeddedEngine(
          new ExecutionListener() {
            @Override
            public void onTransition(Edge edge, Instant at) {
              edge.target().ifPresent(entered::add);
            }
          });

  @ParameterizedTest
  @EnumSource(
      value = AlertAction.class,
      names = {"CREATE", "COMMENT", "UPDATE", "REOPEN", "CLOSE"})
  void alert_that_acts_on_github_enters_7_states(AlertAction action) {
    run(decides(action));

    assertThat(entered).hasSize(7).startsWith("Normalize message").endsWith("What is left?");
  }

  @Test
  void create_enters_these_states() {
    run(decides(AlertAction.CREATE));

    assertThat(entered)
        .containsExactly(
            "Normalize message",
            "For each alert",
            "Decide action",
            "Which action?",
            "Create issue",
            "Record outcome",
            "What is left?");
  }

  @Test
  void alert_that_waits_for_its_turn_enters_9_states() {
    run(decidesLater(AlertAction.CREATE, Duration.ofSeconds(5)));

    assertThat(entered).hasSize(9).contains("Wait for a turn");
  }

  @ParameterizedTest
  @EnumSource(
      value = AlertAction.class,
      names = {"COUNT", "JOIN", "SKIP_STALE", "SKIP_MANUAL_CLOSE", "SKIP_POLICY"})
  void skipped_alert_enters_6_states(AlertAction action) {
    run(decides(action));

    assertThat(entered)
        .containsExactly(
            "Normalize message",
            "For each alert",
            "Decide action",
            "Which action?",
            "Nothing to do",
            "What is left?");
  }

  /** The check's own state, and the Choice before it once more. */
  @ParameterizedTest
  @EnumSource(
      value = AlertAction.class,
      names = {"COMMENT", "COUNT"})
  void check_costs_2_states(AlertAction action) {
    run(decides(action));
    List<String> usual = List.copyOf(entered);
    entered.clear();

    run(sendsCheck(action, 600));

    List<String> withCheck = new ArrayList<>(usual);
    withCheck.addAll(4, List.of("Send check", "Which action?"));
    assertThat(entered).containsExactlyElementsOf(withCheck);
  }

  private void run(Script decision) {
    Scenario scenario =
        scenario("counted")
            .decide(decision)
            .github(done())
            .record(settled())
            .check(accepted())
            .succeeds("normalize");
    engine.execute(Definition.load(), scenario.input(), new Backend(scenario.scripts()));
  }
}
