package org.pytorch.alerting.stepfunctions.execution.outcome;

/** How an execution stands, in the words of the Step Functions API. */
public enum ExecutionStatus {
  RUNNING,
  SUCCEEDED,
  FAILED,
  TIMED_OUT,
  ABORTED
}
