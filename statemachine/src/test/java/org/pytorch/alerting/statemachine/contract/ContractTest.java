package org.pytorch.alerting.statemachine.contract;

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
import org.pytorch.alerting.model.check.Check;
import org.pytorch.alerting.runtime.Deadline;
import org.pytorch.alerting.statemachine.definition.Definition;
import org.pytorch.alerting.statemachine.definition.Definition.State;
import org.pytorch.alerting.statemachine.scenario.QuarantineScenarios;
import org.pytorch.alerting.statemachine.script.Callee;
import org.pytorch.alerting.statemachine.script.Errors;

/** The definition's contract with its deployment and with the functions that it calls. */
class ContractTest {
  private static final String OLDER_STARTER = "Reject without delivery id";

  /** A function's own ARN: the result of lambda:invoke holds its HTTP headers twice. */
  private static final Pattern LAMBDA = Pattern.compile("\\$\\{(\\w+)_function_arn}");

  private static final String SQS = "arn:${partition}:states:::sqs:sendMessage";
  private static final String DEAD_LETTERS = "${" + Callee.QUARANTINE.placeholder() + "}";
  private static final String TOO_LARGE = "States.DataLimitExceeded";
  private static final String ANYTHING = "States.ALL";

  /** Immediate refusals, which cost no more than their backoff. */
  private static final List<String> REFUSALS =
      List.of(
          "Lambda.ServiceException",
          "Lambda.AWSLambdaException",
          "Lambda.SdkClientException",
          "Lambda.TooManyRequestsException",
          "Lambda.SnapStartException",
          "Lambda.SnapStartNotReadyException");

  /** Errors that may take as long as the function's or the task's timeout: only one retry. */
  private static final List<String> TIMEOUTS =
      List.of(
          "Lambda.ClientExecutionTimeoutException",
          "Lambda.SnapStartTimeoutException",
          "Lambda.Unknown",
          "Sandbox.Timedout",
          "States.Timeout");

  /** Lambda's errors for a function that did not start. */
  private static final List<String> NEVER_STARTED =
      List.of(
          "Lambda.TooManyRequestsException",
          "Lambda.SnapStartException",
          "Lambda.SnapStartNotReadyException",
          "Lambda.SnapStartTimeoutException");

  private final Definition definition = Definition.load();
  private final List<State> states = definition.states();

  @Test
  void placeholders_are_the_four_functions_the_queues_and_the_partition() {
    assertThat(definition.placeholders())
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(
                    Arrays.stream(Callee.values()).map(Callee::placeholder),
                    Stream.of(Definition.PARTITION))
                .toList());
  }

  @Test
  void execution_timeout_is_the_deadline_that_functions_assume() {
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
  void names_of_states_are_unique_and_short_enough_for_aws() {
    assertThat(states).extracting(State::name).doesNotHaveDuplicates();
    assertThat(states).allMatch(state -> state.name().length() <= 80);
  }

  @Test
  void resources_are_supported_by_express_machines() {
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
  void every_task_has_a_timeout_and_catches_every_error() {
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

  /** They can be called again at any time: the claim's token makes the calls idempotent. */
  @Test
  void functions_that_do_not_act_on_github_have_the_shared_retriers_first() {
    for (State task : withSharedRetriers()) {
      List<JsonNode> retriers = task.list("Retry");
      assertThat(State.errors(retriers.get(0))).as(task.name()).isEqualTo(REFUSALS);
      assertThat(State.errors(retriers.get(1))).as(task.name()).isEqualTo(TIMEOUTS);
      assertThat(retriers.subList(0, 2))
          .as(task.name())
          .isEqualTo(withSharedRetriers().getFirst().list("Retry").subList(0, 2));
    }
  }

  /**
   * Two concurrent attempts would each search for what the other has not posted yet. And Step
   * Functions' own retries do not know what the failed attempt may have sent.
   */
  @Test
  void action_on_github_is_retried_only_when_no_attempt_can_still_run() {
    for (State action : actions()) {
      assertThat(errorsThatLeadTo(List.of("Try GitHub again?", "Outcome unknown"), action))
          .as(action.name())
          .isNotEmpty()
          .allMatch(
              error -> NEVER_STARTED.contains(error) || error.startsWith("org.pytorch.alerting."));
    }
  }

  /** The only error that Step Functions may retry by itself: the function did not run. */
  @Test
  void throttling_does_not_count_as_an_attempt() {
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

  /** record must treat the same error in the same way when it is the last one. */
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
  void every_other_failure_on_github_releases_the_claim() {
    for (State action : actions()) {
      assertThat(action.list("Catch").getLast().get("Next").asText())
          .as(action.name())
          .isEqualTo("Release claim");
    }
  }

  @Test
  void attempts_are_counted_per_decision() {
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

  /** The starter restores them when a message is redriven; SQS accepts ten attributes at most. */
  @Test
  void every_dead_letter_has_the_same_attributes() {
    List<State> quarantines =
        states.stream()
            .filter(state -> state.node().at("/Parameters/QueueUrl").asText().equals(DEAD_LETTERS))
            .toList();

    assertThat(quarantines)
        .hasSize(2)
        .allSatisfy(
            state ->
                assertThat(state.node().at("/Parameters/MessageAttributes").fieldNames())
                    .toIterable()
                    .containsExactlyInAnyOrderElementsOf(QuarantineScenarios.ATTRIBUTES));
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
                  .as("AWS requires it to be more than IntervalSeconds")
                  .isGreaterThan(retrier.get("IntervalSeconds").asInt());
            });
  }

  @Test
  void every_action_has_a_branch_and_every_branch_an_action() {
    State choice = definition.state("Which action?");

    List<JsonNode> rules =
        choice.list("Choices").stream()
            .filter(rule -> !isForATurn(rule) && !isForACheck(rule) && !isForAnOlderStarter(rule))
            .toList();
    assertThat(rules)
        .extracting(rule -> rule.findValue("StringEquals").asText())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(AlertAction.values()).map(AlertAction::name).toList());
    for (JsonNode rule : rules) {
      AlertAction action = AlertAction.valueOf(rule.findValue("StringEquals").asText());
      assertThat(rule.get("Next").asText()).as("%s", action).isEqualTo(stateOf(action));
    }
  }

  /** An older starter gives one id: its branch takes what the branch before leaves. */
  @Test
  void rejection_from_an_older_starter_has_a_branch_after_the_usual_one() {
    List<JsonNode> rules = definition.state("Which action?").list("Choices");
    List<JsonNode> rejecting =
        rules.stream().filter(rule -> rule.get("Next").asText().startsWith("Reject")).toList();

    assertThat(rejecting)
        .extracting(rule -> rule.get("Next").asText())
        .containsExactly("Reject", OLDER_STARTER);
    assertThat(rejecting.get(1).get("And")).hasSize(2);
    assertThat(rejecting.get(0).get("And")).hasSize(3).containsAll(rejecting.get(1).get("And"));
  }

  private static boolean isForAnOlderStarter(JsonNode rule) {
    return rule.get("Next").asText().equals(OLDER_STARTER);
  }

  /**
   * The wait comes first and leads back to the same Choice, so that a new action cannot skip it.
   */
  @Test
  void every_action_waits_for_its_turn() {
    State choice = definition.state("Which action?");

    assertThat(choice.list("Choices")).filteredOn(ContractTest::isForATurn).hasSize(1);
    assertThat(isForATurn(choice.list("Choices").get(1))).as("the rule after the check's").isTrue();
    assertThat(definition.state("Wait for a turn").node().get("Next").asText())
        .isEqualTo(choice.name());
    assertThat(definition.state("Decide action").node().get("Next").asText())
        .isEqualTo(choice.name());
    for (State action : actions()) {
      assertThat(statesThatLeadTo(action.name())).as(action.name()).containsExactly(choice.name());
    }
  }

  private static boolean isForATurn(JsonNode rule) {
    return rule.get("Next").asText().equals("Wait for a turn");
  }

  /** It comes before the wait, because its delay counts from the decision. */
  @Test
  void check_is_sent_once_before_anything_else() {
    State choice = definition.state("Which action?");
    State send = definition.state("Send check");

    assertThat(choice.list("Choices")).filteredOn(ContractTest::isForACheck).hasSize(1);
    JsonNode rule = choice.list("Choices").getFirst();
    assertThat(isForACheck(rule)).as("the first rule").isTrue();
    assertThat(rule.at("/And/1/IsPresent").asBoolean(true)).isFalse();
    assertThat(rule.at("/And/1/Variable").asText())
        .isEqualTo(send.node().get("ResultPath").asText())
        .isEqualTo(definition.state("Act without a check").node().get("ResultPath").asText());
    assertThat(send.node().get("Next").asText()).isEqualTo(choice.name());
    assertThat(statesThatLeadTo(send.name())).containsExactly(choice.name());
  }

  @Test
  void check_has_the_source_by_which_normalize_knows_it() {
    State send = definition.state("Send check");

    assertThat(send.node().at("/Parameters/QueueUrl").asText())
        .isEqualTo("${" + Callee.CHECK.placeholder() + "}");
    assertThat(send.node().at("/Parameters/MessageAttributes/source/StringValue").asText())
        .isEqualTo(Check.SOURCE);
  }

  private static boolean isForACheck(JsonNode rule) {
    return rule.get("Next").asText().equals("Send check");
  }

  private List<String> statesThatLeadTo(String name) {
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
      case UPDATE -> "Update issue";
      case REOPEN -> "Reopen issue";
      case CLOSE -> "Close issue";
      case COUNT, JOIN, SKIP_STALE, SKIP_MANUAL_CLOSE, SKIP_POLICY -> "Nothing to do";
      case POSTPONE -> "Postpone";
      case REJECT -> "Reject";
      case GIVE_UP -> "Quarantine action";
    };
  }

  @Test
  void claimed_action_is_recorded_afterwards() {
    for (AlertAction action : AlertAction.values()) {
      assertThat(definition.state(stateOf(action)).node().path("Next").asText())
          .as("%s", action)
          .matches(next -> next.equals("Record outcome") == action.isClaimed());
    }
  }

  @Test
  void actions_on_github_differ_only_in_their_names() {
    List<ObjectNode> actions =
        actions().stream().map(state -> state.node().<ObjectNode>deepCopy()).toList();
    actions.forEach(node -> node.remove("Comment"));

    assertThat(actions).hasSize(5);
    assertThat(Set.copyOf(actions)).hasSize(1);
  }

  @Test
  void fail_states_have_different_error_names() {
    assertThat(states.stream().filter(state -> state.type().equals("Fail")))
        .extracting(state -> state.node().get("Error").asText())
        .containsExactlyInAnyOrder(
            "AlertsFailed", "AlertNotQuarantined", "MessageNotNormalized", "UnknownRest");
  }

  /** A missing field would fail the execution, and nothing could catch that. */
  @Test
  void every_end_of_an_alert_names_its_rest() {
    assertThat(
            states.stream()
                .filter(state -> state.map().equals(Optional.of("For each alert")))
                .filter(state -> state.node().path("End").asBoolean())
                .filter(state -> state.type().equals("Pass"))
                .map(State::name))
        .containsExactlyInAnyOrder(
            "Give up next", "Reject", OLDER_STARTER, "Postpone", "Alert failed");
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

  private List<State> withSharedRetriers() {
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
