package org.pytorch.alerting.stepfunctions.execution.history;

import org.pytorch.alerting.stepfunctions.execution.outcome.Fault;

/** A state fails with an error that Retry and Catch may handle. */
public final class FaultException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Fault fault;

  public FaultException(Fault fault) {
    super(fault.toString(), null, false, false);
    this.fault = fault;
  }

  public Fault fault() {
    return fault;
  }
}
