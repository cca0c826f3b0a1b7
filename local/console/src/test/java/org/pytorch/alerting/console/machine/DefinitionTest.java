package org.pytorch.alerting.console.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.console.machine.Flow.Edge;
import org.pytorch.alerting.console.machine.Flow.Kind;

final class DefinitionTest {
  static final String PARALLEL =
      """
      {"StartAt": "Both", "States": {
        "Both": {"Type": "Parallel", "Next": "Which?", "Branches": [
          {"StartAt": "One", "States": {"One": {"Type": "Pass", "End": true}}},
          {"StartAt": "Two", "States": {"Two": {"Type": "Wait", "Seconds": 1, "End": true}}}],
          "Catch": [{"ErrorEquals": ["org.acme.TooHotException", "States.Timeout"], "Next": "Bad"},
                    {"ErrorEquals": ["States.ALL"], "Next": "Bad"}]},
        "Which?": {"Type": "Choice", "Default": "Bad", "Choices": [
          {"Variable": "$.a", "StringEquals": "GOOD", "Next": "Good"},
          {"And": [{"Variable": "$.a", "StringEquals": "FINE"}, {"Variable": "$.b", "IsNull": true}], "Next": "Good"}]},
        "Good": {"Type": "Succeed", "Comment": "The end."},
        "Bad": {"Type": "Fail", "Error": "Bad"}}}
      """;

  /** {@return the definition of the pipeline} */
  static String pipeline() throws IOException {
    Path module = Path.of("").toAbsolutePath();
    return Files.readString(module.resolve("../../statemachine/alert-pipeline.asl.json"));
  }

  @Test
  void every_state_of_every_flow_is_found() {
    Flow flow = Definition.read(PARALLEL);

    assertThat(flow.startAt()).isEqualTo("Both");
    assertThat(flow.nodes())
        .extracting(Flow.Node::name)
        .containsExactly("Both", "Which?", "Good", "Bad");
    assertThat(flow.nodes().getFirst().inner()).hasSize(2);
    assertThat(flow.find("Two")).get().extracting(Flow.Node::type).isEqualTo("Wait");
    assertThat(flow.find("Good").orElseThrow().comment()).contains("The end.");
    assertThat(flow.find("Good").orElseThrow().end()).isTrue();
    assertThat(flow.find("Three")).isEmpty();
  }

  @Test
  void ways_between_the_same_states_are_one_with_all_reasons() {
    assertThat(Definition.read(PARALLEL).edges())
        .containsExactly(
            new Edge("Both", "Which?", Kind.NEXT, ""),
            new Edge("Both", "Bad", Kind.CATCH, "TooHotException, States.Timeout, States.ALL"),
            new Edge("Which?", "Good", Kind.CHOICE, "GOOD, FINE"),
            new Edge("Which?", "Bad", Kind.DEFAULT, "default"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "Variable": "$.a", "StringEquals": "GOOD"                                             | GOOD
          "Variable": "$.a", "NumericGreaterThan": 1000                                         | > 1000
          "Variable": "$.a", "NumericLessThanEqualsPath": "$.b"                                 | ≤ $.b
          "Variable": "$.a", "TimestampGreaterThanEquals": "2026-03-01T00:00:00Z"               | ≥ 2026-03-01T00:00:00Z
          "Variable": "$.a", "BooleanEquals": true                                              | true
          "Variable": "$.a", "StringMatches": "*.log"                                           | like *.log
          "Variable": "$.a", "IsPresent": false                                                 | is not present
          "Variable": "$.a", "IsNull": true                                                     | is null
          "And": [{"Variable": "$.a", "StringEquals": "x"}, {"Variable": "$.b", "IsNull": true}]| x
          "Not": {"Variable": "$.a", "StringEquals": "x"}                                       | ''
          """)
  void a_rule_is_labelled_with_what_it_compares_with(String rule, String label) {
    String definition =
        """
        {"StartAt": "C", "States": {"A": {"Type": "Succeed"},
          "C": {"Type": "Choice", "Choices": [{%s, "Next": "A"}]}}}
        """
            .formatted(rule);

    assertThat(Definition.read(definition).edges())
        .containsExactly(new Edge("C", "A", Kind.CHOICE, label));
  }

  @Test
  void a_state_shows_its_own_definition_without_what_is_inside() {
    assertThat(Definition.read(PARALLEL).find("Both").orElseThrow().definition())
        .contains("Catch")
        .doesNotContain("Branches");
  }

  @Test
  void a_way_to_nowhere_is_left_out() {
    String definition =
        "{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Pass\", \"Next\": \"B\"}}}";

    assertThat(Definition.read(definition).edges()).isEmpty();
  }

  @Test
  void the_pipeline_is_read() throws IOException {
    Flow flow = Definition.read(pipeline());

    assertThat(flow.find("For each alert").orElseThrow().inner()).hasSize(1);
    assertThat(flow.find("Create issue").orElseThrow().type()).isEqualTo("Task");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{", "{\"States\": {}}", "{\"StartAt\": \"A\"}"})
  void what_is_no_definition_is_refused(String text) {
    assertThatThrownBy(() -> Definition.read(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
