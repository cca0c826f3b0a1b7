package org.pytorch.alerting.stepfunctions.execution.history;

/** Ends the work on a state; Retry and Catch may handle it. */
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
