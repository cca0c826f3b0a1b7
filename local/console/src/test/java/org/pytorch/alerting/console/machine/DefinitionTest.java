package org.pytorch.alerting.console.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
