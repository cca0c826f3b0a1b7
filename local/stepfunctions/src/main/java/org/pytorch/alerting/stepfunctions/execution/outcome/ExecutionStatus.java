package org.pytorch.alerting.stepfunctions.execution.outcome;

/** The status of an execution, as in the Step Functions API. */
public enum ExecutionStatus {
  RUNNING,
  SUCCEEDED,
  FAILED,
  TIMED_OUT,
  ABORTED
}
