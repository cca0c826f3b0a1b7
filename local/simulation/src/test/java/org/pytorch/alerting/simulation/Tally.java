package org.pytorch.alerting.simulation;

/** The totals of many worlds. */
final class Tally {
  private long seeds;
  private long messages;
  private long events;
  private long faults;
  private long executions;
  private long invocations;
  private long issues;
  private long violations;

  void add(Simulation.Report report) {
    seeds++;
    messages += report.messages();
    events += report.events();
    faults += report.faults();
    executions += report.executions();
    invocations += report.invocations();
    issues += report.issues();
    violations += report.violations().size();
  }

  long violations() {
    return violations;
  }

  @Override
  public String toString() {
    return "%d seeds, %d messages with %d events, %d executions, %d function calls, %d faults injected, %d issues, %d violations"
        .formatted(seeds, messages, events, executions, invocations, faults, issues, violations);
  }
}
