package org.pytorch.alerting.stepfunctions.execution.outcome;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The input and the names of a new execution. The context object shows the names.
 *
 * @param executionArn such as {@code arn:aws:states:us-east-1:123456789012:express:m:name:uuid}
 * @param name the execution's name
 * @param stateMachineArn such as {@code arn:aws:states:us-east-1:123456789012:stateMachine:m}
 * @param stateMachineName the last part of that ARN
 * @param roleArn the machine's role
 * @param input the execution's input; must not be changed afterwards
 * @param synchronous whether StartSyncExecution started it: as recorded on AWS, its context object
 *     then has no RedriveCount
 */
public record ExecutionStart(
    String executionArn,
    String name,
    String stateMachineArn,
    String stateMachineName,
    String roleArn,
    JsonNode input,
    boolean synchronous) {
  private static final String ACCOUNT = "us-east-1:123456789012";

  public ExecutionStart {
    requireNonNull(executionArn, "executionArn is null");
    requireNonNull(name, "name is null");
    requireNonNull(stateMachineArn, "stateMachineArn is null");
    requireNonNull(stateMachineName, "stateMachineName is null");
    requireNonNull(roleArn, "roleArn is null");
    requireNonNull(input, "input is null");
  }

  /** The start of a synchronous execution. */
  public ExecutionStart(
      String executionArn,
      String name,
      String stateMachineArn,
      String stateMachineName,
      String roleArn,
      JsonNode input) {
    this(executionArn, name, stateMachineArn, stateMachineName, roleArn, input, true);
  }

  /** {@return the start of an asynchronous execution with the same names} */
  public ExecutionStart asynchronous() {
    return new ExecutionStart(
        executionArn, name, stateMachineArn, stateMachineName, roleArn, input, false);
  }

  /** {@return the same start with another input} */
  public ExecutionStart withInput(JsonNode other) {
    return new ExecutionStart(
        executionArn, name, stateMachineArn, stateMachineName, roleArn, other, synchronous);
  }

  /** {@return a start with made-up ARNs; the same names give the same ARNs} */
  public static ExecutionStart of(String stateMachineName, String name, JsonNode input) {
    return new ExecutionStart(
        "arn:aws:states:%s:express:%s:%s:%s".formatted(ACCOUNT, stateMachineName, name, name),
        name,
        "arn:aws:states:%s:stateMachine:%s".formatted(ACCOUNT, stateMachineName),
        stateMachineName,
        "arn:aws:iam::123456789012:role/step-functions",
        input);
  }
}
