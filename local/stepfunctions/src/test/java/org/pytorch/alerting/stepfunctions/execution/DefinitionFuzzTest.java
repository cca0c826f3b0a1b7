package org.pytorch.alerting.stepfunctions.execution;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.pytorch.alerting.stepfunctions.data.JsonText;
import org.pytorch.alerting.stepfunctions.definition.StateMachineDefinition;
import org.pytorch.alerting.stepfunctions.definition.field.Edge;
import org.pytorch.alerting.stepfunctions.definition.field.InvalidDefinitionException;
import org.pytorch.alerting.stepfunctions.execution.outcome.Execution;
import org.pytorch.alerting.stepfunctions.execution.outcome.ExecutionResult;
import org.pytorch.alerting.stepfunctions.execution.outcome.ExecutionStatus;
import org.pytorch.alerting.stepfunctions.task.TaskResult;

/** Random definitions are refused with the place of the problem, or they run. */
class DefinitionFuzzTest {
  /** Stops endless loops of states. */
  private static final int MAX_TASKS = 300;

  private static final String INPUT =
      "{'a': [1, {'b': 'x'}], 'n': -2.5, 't': '2026-03-01T10:00:00Z'}";

  static Stream<byte[]> definitions() throws IOException {
    String pipeline =
        Files.readString(Path.of("../../statemachine/alert-pipeline.asl.json"))
            .replaceAll("\\$\\{([a-z_]+)}", "$1");
    String choice =
        "{'StartAt':'C','States':{'C':{'Type':'Choice','Choices':[{'And':[{'Variable':'$.n',"
            + "'NumericLessThan':1},{'Not':{'Variable':'$.t','StringMatches':'2026*'}}],'Next':'F'}],"
            + "'Default':'W'},'W':{'Type':'Wait','TimestampPath':'$.t','Next':'S'},"
            + "'S':{'Type':'Succeed'},'F':{'Type':'Fail','Error':'E','CausePath':'$.t'}}}";
    String map =
        "{'StartAt':'M','States':{'M':{'Type':'Map','ItemsPath':'$.a','MaxConcurrency':1,"
            + "'ItemSelector':{'v.$':'$$.Map.Item.Value'},'ItemProcessor':{'StartAt':'P','States':"
            + "{'P':{'Type':'Pass','Result':1,'End':true}}},'ResultPath':'$.r','End':true}}}";
    String task =
        "{'StartAt':'T','TimeoutSeconds':9,'States':{'T':{"
            + Machine.TASK
            + ",'TimeoutSeconds':3,"
            + "'Retry':[{'ErrorEquals':['States.ALL'],'MaxAttempts':2,'BackoffRate':1.5}],"
            + "'Catch':[{'ErrorEquals':['States.ALL'],'Next':'P'}],'End':true},"
            + "'P':{'Type':'Pass','End':true}}}";
    String parallel =
        "{'StartAt':'P','States':{'P':{'Type':'Parallel','Parameters':{'x.$':'$.a'},'Branches':["
            + "{'StartAt':'A','States':{'A':{'Type':'Wait','Seconds':1,'End':true}}},"
            + "{'StartAt':'M','States':{'M':{'Type':'Map','ItemsPath':'$.x','Parameters':"
            + "{'v.$':'$$.Map.Item.Value'},'Iterator':{'StartAt':'F','States':"
            + "{'F':{'Type':'Fail','Error':'E'}}},'End':true}}}],'ResultSelector':{'n.$':'$[0]'},"
            + "'Retry':[{'ErrorEquals':['E'],'MaxAttempts':1}],"
            + "'Catch':[{'ErrorEquals':['States.ALL'],'ResultPath':'$.e','Next':'S'}],'Next':'S'},"
            + "'S':{'Type':'Succeed'}}}";
    return Stream.concat(
        Stream.of(pipeline).map(text -> text.getBytes(StandardCharsets.UTF_8)),
        Stream.of(choice, map, task, parallel)
            .map(text -> Machine.quoted(text).getBytes(StandardCharsets.UTF_8)));
  }

  @MethodSource("definitions")
  @DictionaryFile(resourcePath = "asl.dict")
  @FuzzTest
  void a_definition_is_refused_with_its_place_or_runs(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    StateMachineDefinition definition;
    try {
      definition = StateMachineDefinition.parse(text);
    } catch (InvalidDefinitionException e) {
      Refusals.assertHasPlace(e, text);
      return;
    }
    assertThat(definition.edges().stream().map(Edge::target).flatMap(Optional::stream))
        .allMatch(definition.allStates()::containsKey);
    run(definition, Machine.json(INPUT));
  }

  static Stream<byte[]> states() {
    return Stream.of(
            "{'InputPath':'$.a','Parameters':{'x.$':'$[0]','y':{'z.$':'States.UUID()'}},"
                + "'ResultPath':'$.r','OutputPath':'$.r.x'}",
            "{'Result':{'big':'x'},'ResultPath':'$.a.b'}",
            "{'InputPath':null,'OutputPath':null,'Comment':''}",
            "{'Parameters':{'f.$':'States.Format(`{}{}`, $.t, $$.State.Name)'},'ResultPath':null}")
        .map(text -> Machine.quoted(text).getBytes(StandardCharsets.UTF_8));
  }

  /** The fields of a Pass state, which only moves data. */
  @MethodSource("states")
  @DictionaryFile(resourcePath = "asl.dict")
  @FuzzTest
  void data_flows_through_a_state_or_fails_with_a_known_error(byte[] input) {
    JsonNode fields;
    try {
      fields = JsonText.parse(new String(input, StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      return;
    }
    if (!(fields instanceof ObjectNode state)) {
      return;
    }
    ObjectNode machine = JsonNodeFactory.instance.objectNode().put("StartAt", "S");
    machine.putObject("States").set("S", state.put("Type", "Pass").put("End", true));
    StateMachineDefinition definition;
    try {
      definition = StateMachineDefinition.parse(JsonText.of(machine));
    } catch (InvalidDefinitionException e) {
      assertThat(e.path()).startsWith("/States/S");
      return;
    }
    Optional<ExecutionResult> result = run(definition, Machine.json(INPUT));

    assertThat(result).isPresent();
    assertThat(result.get().error().orElse(""))
        .isIn("", "States.Runtime", "States.DataLimitExceeded");
  }

  /** {@return the result; empty if the execution needs more than {@link #MAX_TASKS}} */
  private static Optional<ExecutionResult> run(StateMachineDefinition definition, JsonNode input) {
    Machine machine = Machine.of(definition);
    machine.service.always(
        _ ->
            machine.service.requests.size() % 3 == 0
                ? new TaskResult.Failed("Lambda.TooManyRequestsException", "busy")
                : ScriptedService.payload(JsonNodeFactory.instance.textNode("done")));
    JsonNode before = input.deepCopy();
    Execution execution = machine.start(JsonText.of(input));
    for (int i = 0; i < MAX_TASKS && !execution.result().isDone(); i++) {
      assertThat(machine.scheduler.runNext()).as("a running execution has a next task").isTrue();
    }
    assertThat(input).isEqualTo(before);
    if (!execution.result().isDone()) {
      execution.abort();
      assertThat(execution.result().join().status()).isEqualTo(ExecutionStatus.ABORTED);
      return Optional.empty();
    }
    return Optional.of(execution.result().join());
  }
}
