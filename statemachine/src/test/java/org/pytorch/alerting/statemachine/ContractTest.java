package org.pytorch.alerting.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.runtime.Deadline;
import org.pytorch.alerting.statemachine.Definition.State;

/** What the definition promises to those who deploy it and to the functions that it calls. */
class ContractTest {
  /** A function by its own ARN: the answer of lambda:invoke holds its HTTP headers twice. */
  private static final Pattern LAMBDA = Pattern.compile("\\$\\{(\\w+)_function_arn}");

  private static final String SQS = "arn:${partition}:states:::sqs:sendMessage";
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
  void placeholders_are_the_four_functions_the_dead_letter_queue_and_the_partition() {
    assertThat(definition.placeholders())
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(
                    Arrays.stream(Callee.values()).map(Callee::placeholder),
                    Stream.of(Definition.PARTITION))
                .toList());
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
        .isNotEmpty()
        .allMatch(resource -> resource.equals(SQS) || LAMBDA.matcher(resource).matches());
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

  /**
   * Two tries at work at once would both search for what the other has not yet posted. And Step
   * Functions' own retries know nothing of what the failed one may have sent.
   */
  @Test
  void action_on_github_is_tried_again_only_when_nobody_can_be_at_work_on_it() {
    for (State action : actions()) {
      assertThat(errorsThatLeadTo(List.of("Try GitHub again?", "Outcome unknown"), action))
          .as(action.name())
          .isNotEmpty()
          .allMatch(
              error -> NEVER_STARTED.contains(error) || error.startsWith("org.pytorch.alerting."));
    }
  }

  /** The one thing that Step Functions may repeat by itself: the function has not run. */
  @Test
  void throttling_is_no_attempt() {
    for (State action : actions()) {
      assertThat(action.list("Retry"))
          .as(action.name())
          .singleElement()
          .satisfies(
              retrier -> assertThat(State.errors(retrier)).containsExactly(Errors.THROTTLED));
      assertThat(errorsThatLeadTo(List.of("Try GitHub again?"), action))
          .as(action.name())
          .contains(Errors.THROTTLED);
    }
  }

  /** What record makes of the same error when it is the last one must not differ. */
  @Test
  void only_a_failure_that_may_have_sent_something_leaves_the_outcome_unknown() {
    for (State action : actions()) {
      assertThat(errorsThatLeadTo(List.of("Outcome unknown"), action))
          .as(action.name())
          .containsExactly(Errors.GITHUB_UNAVAILABLE);
    }
    assertThat(definition.state("Outcome unknown").node().get("Next").asText())
        .isEqualTo("Try GitHub again?");
  }

  @Test
  void whatever_else_fails_on_github_releases_the_claim() {
    for (State action : actions()) {
      assertThat(action.list("Catch").getLast().get("Next").asText())
          .as(action.name())
          .isEqualTo("Release claim");
    }
  }

  @Test
  void number_of_tries_begins_anew_with_every_decision() {
    assertThat(definition.state("Decide action").node().at("/ResultSelector/tries/count").asInt(-1))
        .isZero();
    assertThat(
            definition
                .state("Decide action")
                .node()
                .at("/ResultSelector/outcome_unknown")
                .asBoolean(true))
        .isFalse();
  }

  /** The starter restores them when a message is redriven; SQS takes ten attributes at most. */
  @Test
  void everything_in_the_dead_letter_queue_says_the_same_of_itself() {
    List<State> quarantines = states.stream().filter(state -> resource(state).equals(SQS)).toList();

    assertThat(quarantines)
        .hasSize(2)
        .allSatisfy(
            state ->
                assertThat(state.node().at("/Parameters/MessageAttributes").fieldNames())
                    .toIterable()
                    .containsExactlyInAnyOrder(QuarantineScenarios.ATTRIBUTES));
    assertThat(QuarantineScenarios.ATTRIBUTES).hasSizeLessThanOrEqualTo(10);
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

    List<JsonNode> rules =
        choice.list("Choices").stream().filter(rule -> !isForATurn(rule)).toList();
    assertThat(rules)
        .extracting(rule -> rule.findValue("StringEquals").asText())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(AlertAction.values()).map(AlertAction::name).toList());
    for (JsonNode rule : rules) {
      AlertAction action = AlertAction.valueOf(rule.findValue("StringEquals").asText());
      assertThat(rule.get("Next").asText()).as("%s", action).isEqualTo(stateOf(action));
    }
  }

  /** First of all, and afterwards the same question: it cannot be forgotten for a new action. */
  @Test
  void turn_is_waited_for_before_any_action() {
    State choice = definition.state("Which action?");

    assertThat(choice.list("Choices")).filteredOn(ContractTest::isForATurn).hasSize(1);
    assertThat(isForATurn(choice.list("Choices").getFirst())).as("the first rule").isTrue();
    assertThat(definition.state("Wait for a turn").node().get("Next").asText())
        .isEqualTo(choice.name());
    assertThat(definition.state("Decide action").node().get("Next").asText())
        .isEqualTo(choice.name());
    for (State action : actions()) {
      assertThat(waysTo(action.name())).as(action.name()).containsExactly(choice.name());
    }
  }

  private static boolean isForATurn(JsonNode rule) {
    return rule.get("Next").asText().equals("Wait for a turn");
  }

  private List<String> waysTo(String name) {
    return states.stream()
        .filter(state -> !state.type().equals("Map"))
        .filter(state -> state.node().findValuesAsText("Next").contains(name))
        .map(State::name)
        .toList();
  }

  private static String stateOf(AlertAction action) {
    return switch (action) {
      case CREATE -> "Create issue";
      case COMMENT -> "Comment on issue";
      case CLOSE -> "Close issue";
      case SKIP_STALE, SKIP_MANUAL_CLOSE -> "Nothing to do";
      case POSTPONE -> "Postpone";
      case REJECT -> "Reject";
      case GIVE_UP -> "Quarantine action";
    };
  }

  @Test
  void what_is_claimed_is_recorded_afterwards() {
    for (AlertAction action : AlertAction.values()) {
      assertThat(definition.state(stateOf(action)).node().path("Next").asText())
          .as("%s", action)
          .matches(next -> next.equals("Record outcome") == action.isClaimed());
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
        .containsExactlyInAnyOrder(
            "AlertsFailed", "AlertNotQuarantined", "MessageNotNormalized", "UnknownRest");
  }

  /** A missing member would fail the execution where nothing can catch it. */
  @Test
  void every_way_out_of_an_alert_says_what_is_left_of_it() {
    assertThat(
            states.stream()
                .filter(state -> state.map().equals(Optional.of("For each alert")))
                .filter(state -> state.node().path("End").asBoolean())
                .filter(state -> state.type().equals("Pass"))
                .map(State::name))
        .containsExactlyInAnyOrder("Give up next", "Reject", "Postpone", "Alert failed");
    for (State state : states) {
      if (state.type().equals("Pass") && state.node().path("End").asBoolean()) {
        assertThat(state.node().get("Parameters").properties())
            .as(state.name())
            .singleElement()
            .satisfies(member -> assertThat(member.getKey()).isIn("rest", "rest.$"));
      }
    }
  }

  private static List<String> errorsThatLeadTo(List<String> next, State action) {
    return action.list("Catch").stream()
        .filter(catcher -> next.contains(catcher.get("Next").asText()))
        .flatMap(catcher -> State.errors(catcher).stream())
        .toList();
  }

  private List<State> actions() {
    return functions(true);
  }

  private List<State> sharing() {
    return functions(false);
  }

  private List<State> functions(boolean actingOnGitHub) {
    return states.stream()
        .filter(state -> state.isTask() && LAMBDA.matcher(resource(state)).matches())
        .filter(state -> isGitHub(state) == actingOnGitHub)
        .toList();
  }

  private static boolean isGitHub(State task) {
    return resource(task).equals("${github_function_arn}");
  }

  private static String resource(State state) {
    return state.node().path("Resource").asText();
  }
}
