package org.pytorch.alerting.stepfunctions.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pytorch.alerting.stepfunctions.execution.Machine.json;

import org.junit.jupiter.api.Test;

class ContextObjectTest {
  @Test
  void the_context_shows_the_execution_the_machine_and_the_state() {
    Machine machine =
        Machine.of(
            """
            {'StartAt': 'W', 'States': {
              'W': {'Type': 'Wait', 'Seconds': 2, 'Next': 'S'},
              'S': {'Type': 'Pass', 'Parameters': {'context.$': '$$'}, 'OutputPath': '$.context', 'End': true}}}
            """);

    assertThat(machine.outputOf("{'a': 1}"))
        .isEqualTo(
            json(
                """
                {'Execution': {'Id': 'arn:aws:states:us-east-1:123456789012:express:machine:run:run',
                   'Input': {'a': 1}, 'Name': 'run',
                   'RoleArn': 'arn:aws:iam::123456789012:role/step-functions',
                   'StartTime': '2026-03-01T10:00:00.000Z'},
                 'StateMachine': {'Id': 'arn:aws:states:us-east-1:123456789012:stateMachine:machine',
                   'Name': 'machine'},
                 'State': {'Name': 'S', 'EnteredTime': '2026-03-01T10:00:02.000Z'}}
                """));
  }

  /** As recorded on AWS for Standard and asynchronous Express executions. */
  @Test
  void an_asynchronous_execution_has_a_redrive_count() {
    Machine machine =
        Machine.ofState("'Type': 'Pass', 'InputPath': '$$', 'OutputPath': '$.Execution'");

    assertThat(machine.asynchronousOutputOf("{'a': 1}"))
        .isEqualTo(
            json(
                """
                {'Id': 'arn:aws:states:us-east-1:123456789012:express:machine:run:run',
                 'Input': {'a': 1}, 'StartTime': '2026-03-01T10:00:00.000Z', 'Name': 'run',
                 'RoleArn': 'arn:aws:iam::123456789012:role/step-functions', 'RedriveCount': 0}
                """));
  }

  @Test
  void a_task_a_map_and_a_parallel_have_a_retry_count() {
    Machine task =
        Machine.ofState(
            "'Type': 'Task', 'Resource': 'arn:aws:states:::lambda:invoke', 'Parameters':"
                + " {'FunctionName': 'f', 'Payload.$': '$$.State.RetryCount'},"
                + " 'OutputPath': '$.Payload'");
    Machine map =
        Machine.ofState(
            "'Type': 'Map', 'ItemSelector': {'n.$': '$$.State.RetryCount'}, 'ItemProcessor':"
                + " {'StartAt': 'P', 'States': {'P': {'Type': 'Pass', 'End': true}}}");

    Machine parallel =
        Machine.ofState(
            "'Type': 'Parallel', 'Parameters': {'n.$': '$$.State.RetryCount'}, 'Branches':"
                + " [{'StartAt': 'P', 'States': {'P': {'Type': 'Pass', 'End': true}}}]");

    assertThat(parallel.outputOf("{}")).isEqualTo(json("[{'n': 0}]"));
    assertThat(task.outputOf("{}")).isEqualTo(json("0"));
    assertThat(map.outputOf("[1]")).isEqualTo(json("[{'n': 0}]"));
  }

  @Test
  void the_execution_id_and_an_index_make_a_token() {
    Machine machine =
        Machine.ofState(
            "'Type': 'Pass', 'Parameters': {'t.$': 'States.Format(`{}#{}`, $$.Execution.Id, $.i)'}");

    assertThat(machine.outputOf("{'i': 3}").path("t").textValue())
        .endsWith(":express:machine:run:run#3");
  }
}
