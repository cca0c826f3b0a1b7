package org.pytorch.alerting.stepfunctions.execution;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pytorch.alerting.stepfunctions.execution.outcome.ExecutionResult;
import org.pytorch.alerting.stepfunctions.execution.outcome.ExecutionStatus;

class ErrorNameTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          States.ALL                   | Any.Error                    | true
          States.ALL                   | States.Timeout               | true
          States.ALL                   | States.TaskFailed            | true
          States.ALL                   | States.DataLimitExceeded     | true
          States.ALL                   | States.Runtime               | false
          States.TaskFailed            | Any.Error                    | true
          States.TaskFailed            | Lambda.Unknown               | true
          States.TaskFailed            | States.TaskFailed            | true
          States.TaskFailed            | States.Timeout               | false
          States.TaskFailed            | States.Runtime               | false
          States.Timeout               | States.Timeout               | true
          States.Timeout               | Sandbox.Timedout             | false
          States.Runtime               | States.Runtime               | false
          States.HeartbeatTimeout      | States.Timeout               | false
          java.lang.RuntimeException   | java.lang.RuntimeException   | true
          java.lang.RuntimeException   | java.lang.Runtimeexception   | false
          java.lang.RuntimeException   | java.lang.IllegalStateException | false
          org.a.Outer$Inner            | org.a.Outer$Inner            | true
          State.ALL                    | Any.Error                    | false
          """)
  void error_names_match(String name, String error, boolean matches) {
    Machine machine =
        Machine.ofTask(
            ", 'Catch': [{'ErrorEquals': ['%s'], 'Next': 'C'}], 'Next': 'C'}, 'C': {'Type': 'Pass', 'End': true"
                .formatted(name));
    machine.service.failsWith(error);

    ExecutionResult result = machine.run("{}");

    assertThat(result.status())
        .isEqualTo(matches ? ExecutionStatus.SUCCEEDED : ExecutionStatus.FAILED);
  }
}
