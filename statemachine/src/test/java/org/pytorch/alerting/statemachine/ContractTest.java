package org.pytorch.alerting.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.model.AlertAction;
import org.pytorch.alerting.model.Deadline;
import org.pytorch.alerting.statemachine.Definition.State;

/** What the definition promises to those who deploy it and to the functions that it calls. */
class ContractTest {
  private static final String LAMBDA = "arn:aws:states:::lambda:invoke";
  private static final String SQS = "arn:aws:states:::sqs:sendMessage";
  private static final String TOO_LARGE = "States.DataLimitExceeded";
  private static final String ANYTHING = "States.ALL";

  /** Refusals that come at once, and cost no more than their backoff. */
  private static final List<String> REFUSALS =
      List.of(
          "Lambda.ServiceException",
          "Lambda.AWSLambdaException",
          "Lambda.SdkClientException",
          "Lambda.TooManyRequestsException",
          "Lambda.SnapStartException",
          "Lambda.SnapStartNotReadyException");

  /** Whatever may take as long as the function's or the task's timeout: once more, no oftener. */
  private static final List<String> TIMEOUTS =
      List.of(
          "Lambda.ClientExecutionTimeoutException",
          "Lambda.SnapStartTimeoutException",
          "Lambda.Unknown",
          "Sandbox.Timedout",
          "States.Timeout");

  /** Lambda's ways to say that it has not begun. */
  private static final List<String> NEVER_STARTED =
      List.of(
          "Lambda.TooManyRequestsException",
          "Lambda.SnapStartException",
          "Lambda.SnapStartNotReadyException",
          "Lambda.SnapStartTimeoutException");

  private final Definition definition = Definition.load();
  private final List<State> states = definition.states();

  @Test
  void placeholders_are_the_four_functions_and_the_dead_letter_queue() {
    assertThat(definition.placeholders())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Callee.values()).map(Callee::placeholder).toList());
  }

  @Test
  void execution_timeout_is_the_deadline_that_functions_reckon_with() {
    assertThat(definition.tree().get("TimeoutSeconds").asLong())
        .isEqualTo(Deadline.EXECUTION_TIMEOUT.toSeconds());
  }

  @Test
  void language_is_jsonpath_without_variables() {
    assertThat(definition.text()).doesNotContain("QueryLanguage", "{%");
    for (String field : List.of("Assign", "Output", "Arguments", "Items")) {
      assertThat(definition.tree().findValues(field)).as(field).isEmpty();
    }
  }

  @Test
  void names_of_states_are_unique_and_not_too_long_for_aws() {
    assertThat(states).extracting(State::name).doesNotHaveDuplicates();
    assertThat(states).allMatch(state -> state.name().length() <= 80);
  }

  @Test
  void resources_are_those_that_an_express_machine_can_wait_for() {
    assertThat(states.stream().filter(State::isTask).map(ContractTest::resource))
        .containsOnly(LAMBDA, SQS);
  }

  @Test
  void every_choice_has_a_default() {
    assertThat(states.stream().filter(state -> state.type().equals("Choice")))
        .isNotEmpty()
        .allMatch(state -> state.node().has("Default"));
  }

  @Test
  void every_task_has_a_timeout_and_catches_whatever_comes() {
    List<State> tasks = states.stream().filter(State::isTask).toList();

    assertThat(tasks).isNotEmpty().allMatch(state -> state.node().has("TimeoutSeconds"));
    for (State task : tasks) {
      List<JsonNode> catchers = task.list("Catch");
      JsonNode last = catchers.getLast();
      JsonNode oneBeforeLast = catchers.get(catchers.size() - 2);
      assertThat(State.errors(oneBeforeLast)).as(task.name()).containsExactly(TOO_LARGE);
      assertThat(State.errors(last)).as(task.name()).containsExactly(ANYTHING);
      assertThat(oneBeforeLast.get("Next")).as(task.name()).isEqualTo(last.get("Next"));
      assertThat(catchers).as(task.name()).allMatch(catcher -> catcher.has("ResultPath"));
    }
  }

  /** They can be called again at any time: the token of the claim makes it one claim. */
  @Test
  void functions_that_do_not_act_on_github_have_the_shared_retriers_first() {
    for (State task : sharing()) {
      List<JsonNode> retriers = task.list("Retry");
      assertThat(State.errors(retriers.get(0))).as(task.name()).isEqualTo(REFUSALS);
      assertThat(State.errors(retriers.get(1))).as(task.name()).isEqualTo(TIMEOUTS);
      assertThat(retriers.subList(0, 2))
          .as(task.name())
          .isEqualTo(sharing().getFirst().list("Retry").subList(0, 2));
    }
  }

  /** Two attempts at work at once would both look for what the other has not yet posted. */
  @Test
  void action_on_github_is_repeated_only_when_nobody_can_be_at_work_on_it() {
    for (State action : actions()) {
      assertThat(action.list("Retry").stream().flatMap(node -> State.errors(node).stream()))
          .as(action.name())
          .isNotEmpty()
          .allMatch(
              error ->
                  NEVER_STARTED.contains(error)
                      || error.equals(Errors.FUNCTION_TIMED_OUT)
                      || error.startsWith("org.pytorch.alerting."));
    }
  }

  @Test
  void every_retrier_backs_off_with_jitter_up_to_a_limit() {
    List<JsonNode> retriers = states.stream().flatMap(s -> s.list("Retry").stream()).toList();

    assertThat(retriers)
        .isNotEmpty()
        .allSatisfy(
            retrier -> {
              assertThat(retrier.get("JitterStrategy").asText()).isEqualTo("FULL");
              assertThat(retrier.get("MaxAttempts").asInt()).isPositive();
              assertThat(retrier.get("BackoffRate").asDouble()).isGreaterThan(1);
              assertThat(retrier.get("MaxDelaySeconds").asInt())
                  .as("AWS wants it to be more than IntervalSeconds")
                  .isGreaterThan(retrier.get("IntervalSeconds").asInt());
            });
  }

  @Test
  void every_action_has_a_branch_and_every_branch_an_action() {
    State choice = definition.state("Which action?");

    assertThat(choice.list("Choices"))
        .extracting(rule -> rule.get("StringEquals").asText())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(AlertAction.values()).map(AlertAction::name).toList());
    for (JsonNode rule : choice.list("Choices")) {
      AlertAction action = AlertAction.valueOf(rule.get("StringEquals").asText());
      assertThat(definition.state(rule.get("Next").asText()).isTask())
          .as("%s is claimed, and so has a state of its own", action)
          .isEqualTo(action.isClaimed());
    }
  }

  @Test
  void the_actions_on_github_differ_in_nothing_but_their_names() {
    List<ObjectNode> actions =
        actions().stream().map(state -> state.node().<ObjectNode>deepCopy()).toList();
    actions.forEach(node -> node.remove("Comment"));

    assertThat(actions).hasSize(3);
    assertThat(Set.copyOf(actions)).hasSize(1);
  }

  @Test
  void errors_of_fail_states_are_different_names() {
    assertThat(states.stream().filter(state -> state.type().equals("Fail")))
        .extracting(state -> state.node().get("Error").asText())
        .containsExactlyInAnyOrder("AlertsFailed", "MessageNotNormalized", "MessageNotQuarantined");
  }

  private List<State> actions() {
    return functions(true);
  }

  private List<State> sharing() {
    return functions(false);
  }

  private List<State> functions(boolean actingOnGitHub) {
    return states.stream()
        .filter(state -> state.isTask() && resource(state).equals(LAMBDA))
        .filter(state -> isGitHub(state) == actingOnGitHub)
        .toList();
  }

  private static boolean isGitHub(State task) {
    return task.node().at("/Parameters/FunctionName").asText().contains("github");
  }

  private static String resource(State state) {
    return state.node().path("Resource").asText();
  }
}
