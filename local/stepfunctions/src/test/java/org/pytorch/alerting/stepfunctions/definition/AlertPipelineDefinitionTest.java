package org.pytorch.alerting.stepfunctions.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.stepfunctions.definition.field.Edge;

/** The definition that this engine was built for. */
class AlertPipelineDefinitionTest {
  private static final Path FILE = Path.of("../../statemachine/alert-pipeline.asl.json");

  @Test
  void the_alert_pipeline_with_its_placeholders_filled_in_is_accepted() throws IOException {
    String json =
        Files.readString(FILE)
            .replace("${partition}", "aws")
            .replaceAll(
                "\\$\\{([a-z]+)_function_arn}",
                "arn:aws:lambda:us-east-1:123456789012:function:$1:live")
            .replaceAll("\\$\\{([a-z_]+)}", "$1");

    StateMachineDefinition definition = StateMachineDefinition.parse(json);

    assertThat(definition.allStates()).containsKeys("Normalize message", "Decide action");
    assertThat(definition.resources())
        .containsExactlyInAnyOrder(
            "arn:aws:states:::lambda:invoke", "arn:aws:states:::sqs:sendMessage");
    assertThat(definition.edges())
        .contains(
            new Edge.Start("", definition.flow().startAt()),
            new Edge.Rule("Which action?", 1, "Wait for a turn"),
            new Edge.Start("What is left?", "Which rest?"));
  }
}
