package org.pytorch.alerting.stepfunctions.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pytorch.alerting.stepfunctions.execution.Machine.json;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pytorch.alerting.stepfunctions.definition.field.Edge;
import org.pytorch.alerting.stepfunctions.execution.outcome.ExecutionResult;

class RetryTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {'ErrorEquals': ['E']}                                                           | 1 2 4
          {'ErrorEquals': ['E'], 'MaxAttempts': 0}                                         | ""
          {'ErrorEquals': ['E'], 'MaxAttempts': 1}                                         | 1
          {'ErrorEquals': ['E'], 'IntervalSeconds': 5, 'MaxAttempts': 2}                   | 5 10
          {'ErrorEquals': ['E'], 'IntervalSeconds': 3, 'BackoffRate': 1.0, 'MaxAttempts': 3} | 3 3 3
          {'ErrorEquals': ['E'], 'BackoffRate': 1.5, 'MaxAttempts': 4}                     | 1 1.5 2.25 3.375
          {'ErrorEquals': ['E'], 'BackoffRate': 3, 'MaxDelaySeconds': 10, 'MaxAttempts': 5} | 1 3 9 10 10
          {'ErrorEquals': ['E'], 'IntervalSeconds': 20, 'MaxDelaySeconds': 10, 'MaxAttempts': 1} | 10
          """)
  void delays_grow_by_the_backoff_rate_up_to_the_maximum(String retrier, String delays) {
    Machine machine = alwaysFailing("'Retry': [" + retrier + "]");

    ExecutionResult result = machine.run("{}");

    assertThat(machine.retryDelays).isEqualTo(seconds(delays));
    assertThat(machine.service.requests).hasSize(seconds(delays).size() + 1);
    assertThat(result.error()).contains("E");
    assertThat(machine.elapsed())
        .isEqualTo(seconds(delays).stream().reduce(Duration.ZERO, Duration::plus));
  }

  @Test
  void full_jitter_is_uniform_from_zero_to_the_whole_delay() {
    Machine machine =
        alwaysFailing(
            "'Retry': [{'ErrorEquals': ['E'], 'IntervalSeconds': 10, 'BackoffRate': 1,"
                + " 'MaxAttempts': 2000, 'JitterStrategy': 'FULL'}]");

    machine.run("{}");

    assertThat(machine.retryDelays).hasSize(2000);
    assertThat(machine.retryDelays)
        .allSatisfy(delay -> assertThat(delay).isBetween(Duration.ZERO, Duration.ofSeconds(10)));
    assertThat(machine.retryDelays.stream().mapToLong(Duration::toMillis).average().orElseThrow())
        .isBetween(4_700.0, 5_300.0);
  }

  @Test
  void jitter_applies_to_the_capped_delay() {
    Machine machine =
        alwaysFailing(
            "'Retry': [{'ErrorEquals': ['E'], 'IntervalSeconds': 1000, 'MaxDelaySeconds': 1,"
                + " 'MaxAttempts': 100, 'JitterStrategy': 'FULL'}]");

    machine.run("{}");

    assertThat(machine.retryDelays)
        .allSatisfy(delay -> assertThat(delay).isLessThanOrEqualTo(Duration.ofSeconds(1)));
  }

  /** The example in the language's specification. */
  @Test
  void a_retrier_counts_all_its_errors_together_within_one_visit() {
    Machine machine =
        Machine.ofTask(
            """
            , 'Retry': [
              {'ErrorEquals': ['A', 'B'], 'IntervalSeconds': 1, 'BackoffRate': 2.0, 'MaxAttempts': 2},
              {'ErrorEquals': ['C'], 'IntervalSeconds': 5}],
            'Catch': [{'ErrorEquals': ['States.ALL'], 'Next': 'Z'}],
            'Next': 'Z'}, 'Z': {'Type': 'Pass', 'End': true
            """);
    machine.service.failsWith("A", "B", "C", "B");

    assertThat(machine.outputOf("{}").path("Error").textValue()).isEqualTo("B");
    assertThat(machine.retryDelays).isEqualTo(seconds("1 2 5"));
  }

  @Test
  void after_an_exhausted_retrier_no_later_one_retries() {
    Machine machine =
        alwaysFailing(
            "'Retry': [{'ErrorEquals': ['E'], 'MaxAttempts': 1}, {'ErrorEquals': ['States.ALL']}]");

    machine.run("{}");

    assertThat(machine.retryDelays).isEqualTo(seconds("1"));
  }

  @Test
  void max_attempts_zero_before_the_wildcard_excludes_errors_from_retries() {
    Machine machine =
        Machine.ofTask(
            ", 'Retry': [{'ErrorEquals': ['Never'], 'MaxAttempts': 0}, {'ErrorEquals':"
                + " ['States.ALL']}]");
    machine.service.failsWith("Other", "Never");

    assertThat(machine.run("{}").error()).contains("Never");
    assertThat(machine.retryDelays).isEqualTo(seconds("1"));
  }

  @Test
  void the_first_matching_retrier_decides() {
    Machine machine =
        Machine.ofTask(
            ", 'Retry': [{'ErrorEquals': ['A'], 'IntervalSeconds': 7}, {'ErrorEquals': ['B'],"
                + " 'IntervalSeconds': 8}, {'ErrorEquals': ['B'], 'IntervalSeconds': 9}]");
    machine.service.failsWith("B").returns("{}");

    machine.outputOf("{}");

    assertThat(machine.retryDelays).isEqualTo(seconds("8"));
    assertThat(machine.edges).contains(new Edge.Retry("S", 1));
  }

  @Test
  void an_empty_retry_and_an_empty_catch_do_nothing() {
    Machine machine = alwaysFailing("'Retry': [], 'Catch': []");

    assertThat(machine.run("{}").error()).contains("E");
    assertThat(machine.service.requests).hasSize(1);
  }

  @Test
  void every_attempt_evaluates_the_parameters_again_with_its_retry_count() {
    Machine machine =
        Machine.ofState(
            """
            'Type': 'Task', 'Resource': 'arn:aws:states:::lambda:invoke',
            'Parameters': {'FunctionName': 'f', 'Payload': {'n.$': '$$.State.RetryCount', 'at.$': '$$.State.EnteredTime'}},
            'Retry': [{'ErrorEquals': ['A']}, {'ErrorEquals': ['B']}]
            """);
    machine.service.failsWith("A", "B", "A").returns("{}");

    machine.outputOf("{}");

    assertThat(machine.service.payloads().stream().map(payload -> payload.path("n").intValue()))
        .containsExactly(0, 1, 2, 3);
    assertThat(machine.service.payloads().stream().map(payload -> payload.path("at")).distinct())
        .as("all attempts belong to one visit")
        .hasSize(1);
    assertThat(machine.service.requests.stream().map(request -> request.retryCount()))
        .containsExactly(0, 1, 2, 3);
  }

  @Test
  void a_new_visit_of_a_state_starts_with_a_new_retry_count() {
    Machine machine =
        Machine.of(
            """
            {'StartAt': 'T', 'States': {
              'T': {%s, 'OutputPath': '$.Payload',
                    'Retry': [{'ErrorEquals': ['E'], 'MaxAttempts': 1}], 'Next': 'Again?'},
              'Again?': {'Type': 'Choice', 'Choices': [{'Variable': '$.again', 'BooleanEquals': true, 'Next': 'T'}],
                         'Default': 'Done'},
              'Done': {'Type': 'Succeed'}}}
            """
                .formatted(Machine.TASK));
    machine
        .service
        .failsWith("E")
        .returns("{'again': true}")
        .failsWith("E")
        .returns("{'again': false}");

    machine.outputOf("{}");

    assertThat(machine.retryDelays).isEqualTo(seconds("1 1"));
    assertThat(machine.service.requests.stream().map(request -> request.retryCount()))
        .containsExactly(0, 1, 0, 1);
  }

  @Test
  void the_output_after_a_successful_retry_shows_no_trace_of_the_failure() {
    Machine machine =
        Machine.ofTask(", 'OutputPath': '$.Payload', 'Retry': [{'ErrorEquals': ['E']}]");
    machine.service.failsWith("E").returns("{'ok': true}");

    assertThat(machine.outputOf("{}")).isEqualTo(json("{'ok': true}"));
  }

  private static Machine alwaysFailing(String fields) {
    Machine machine = Machine.ofTask(", " + fields);
    machine.service.failsWith(Stream.generate(() -> "E").limit(3000).toArray(String[]::new));
    return machine;
  }

  private static List<Duration> seconds(String text) {
    return Stream.of(text.split(" ", -1))
        .filter(number -> !number.isEmpty())
        .map(number -> Duration.ofMillis(Math.round(Double.parseDouble(number) * 1000)))
        .toList();
  }
}
