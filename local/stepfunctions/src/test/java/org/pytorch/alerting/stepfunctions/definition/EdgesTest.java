package org.pytorch.alerting.stepfunctions.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.stepfunctions.definition.field.Edge;

class EdgesTest {
  private static final StateMachineDefinition DEFINITION =
      StateMachineDefinition.parse(
          """
          {'StartAt': 'M', 'TimeoutSeconds': 240, 'States': {
            'M': {'Type': 'Map', 'Next': 'C', 'Catch': [{'ErrorEquals': ['States.ALL'], 'Next': 'F'}],
              'ItemProcessor': {'StartAt': 'T', 'States': {
                'T': {'Type': 'Task', 'Resource': 'arn:aws:states:::lambda:invoke',
                  'Parameters': {'FunctionName': 'f'},
                  'Retry': [{'ErrorEquals': ['Never'], 'MaxAttempts': 0}, {'ErrorEquals': ['States.ALL']}],
                  'End': true}}}},
            'C': {'Type': 'Choice', 'Default': 'F', 'Choices': [
              {'Variable': '$.a', 'IsPresent': true, 'Next': 'W'}, {'Variable': '$.b', 'IsPresent': true, 'Next': 'W'}]},
            'W': {'Type': 'Wait', 'Seconds': 1, 'Next': 'S'},
            'S': {'Type': 'Succeed'},
            'F': {'Type': 'Fail'}}}
          """
              .replace('\'', '"'));

  /** A retrier with MaxAttempts 0 has no edge. */
  @Test
  void all_edges_are_listed_in_the_order_of_the_definition() {
    assertThat(DEFINITION.edges())
        .containsExactly(
            new Edge.Start("", "M"),
            new Edge.Start("M", "T"),
            new Edge.Next("M", "C"),
            new Edge.Catch("M", 0, "F"),
            new Edge.End("T"),
            new Edge.Retry("T", 1),
            new Edge.Rule("C", 0, "W"),
            new Edge.Rule("C", 1, "W"),
            new Edge.Default("C", "F"),
            new Edge.Next("W", "S"),
            new Edge.End("S"),
            new Edge.Fail("F"));
  }

  @Test
  void states_in_a_map_are_included() {
    assertThat(DEFINITION.allStates().keySet()).containsExactly("M", "T", "C", "W", "S", "F");
    assertThat(DEFINITION.allStates().values())
        .extracting(State::type)
        .containsExactly("Map", "Task", "Choice", "Wait", "Succeed", "Fail");
    assertThat(DEFINITION.resources()).containsExactly("arn:aws:states:::lambda:invoke");
  }

  @Test
  void the_edges_of_a_parallel_include_the_start_of_each_branch() {
    StateMachineDefinition parallel =
        StateMachineDefinition.parse(
            """
            {'StartAt': 'P', 'States': {'P': {'Type': 'Parallel', 'End': true,
              'Retry': [{'ErrorEquals': ['States.ALL']}],
              'Branches': [
                {'StartAt': 'A', 'States': {'A': {'Type': 'Pass', 'Next': 'B'}, 'B': {'Type': 'Succeed'}}},
                {'StartAt': 'C', 'States': {'C': {'Type': 'Fail'}}}]}}}
            """
                .replace('\'', '"'));

    assertThat(parallel.edges())
        .containsExactly(
            new Edge.Start("", "P"),
            new Edge.Start("P", "A"),
            new Edge.Start("P", "C"),
            new Edge.End("P"),
            new Edge.Retry("P", 0),
            new Edge.Next("A", "B"),
            new Edge.End("B"),
            new Edge.Fail("C"));
    assertThat(parallel.allStates().keySet()).containsExactly("P", "A", "B", "C");
  }

  @Test
  void a_limit_shortens_only_a_longer_timeout() {
    assertThat(DEFINITION.timeout()).contains(Duration.ofSeconds(240));
    assertThat(DEFINITION.withTimeoutAtMost(Duration.ofSeconds(300)).timeout())
        .contains(Duration.ofSeconds(240));
    assertThat(DEFINITION.withTimeoutAtMost(Duration.ofSeconds(60)).timeout())
        .contains(Duration.ofSeconds(60));
  }
}
