package org.pytorch.alerting.console.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The clients of all services; one that is not connected is away. */
public final class Sources implements AutoCloseable {
  private final Endpoints endpoints;
  private final Optional<StepFunctions> stepFunctions;
  private final Optional<AlertTable> table;
  private final Optional<Queues> queues;
  private final Optional<GitHub> gitHub;
  private final Sending sending;
  private final Samples samples;

  public Sources(Endpoints endpoints) {
    this.endpoints = endpoints;
    this.stepFunctions = endpoints.stepFunctions().map(at -> new StepFunctions(endpoints, at));
    this.table = endpoints.table().map(at -> new AlertTable(endpoints, at));
    this.queues = endpoints.queues().map(at -> new Queues(endpoints, at));
    this.gitHub = endpoints.gitHub().map(GitHub::new);
    this.sending = new Sending(endpoints);
    this.samples = new Samples(endpoints.testData());
  }

  public StepFunctions stepFunctions() {
    return stepFunctions.orElseThrow(away(Service.STEP_FUNCTIONS));
  }

  public AlertTable table() {
    return table.orElseThrow(away(Service.TABLE));
  }

  public Queues queues() {
    return queues.orElseThrow(away(Service.QUEUES));
  }

  public GitHub gitHub() {
    return gitHub.orElseThrow(away(Service.GITHUB));
  }

  public Sending sending() {
    return sending;
  }

  public Samples samples() {
    return samples;
  }

  /** {@return the ARN of the state machine that handles alerts} */
  public Optional<String> pipeline() {
    return endpoints.stepFunctions().flatMap(Endpoints.StepFunctionsAt::pipeline);
  }

  /**
   * {@return whether state machines may be created and run from here} Beside a pipeline they may
   * not: only messages start its executions.
   */
  public boolean canRun() {
    return stepFunctions.isPresent() && pipeline().isEmpty();
  }

  /** {@return whether there is more than a Step Functions to show} */
  public boolean hasAlerts() {
    return table.isPresent();
  }

  public boolean hasQueues() {
    return queues.isPresent();
  }

  public boolean hasGitHub() {
    return gitHub.isPresent();
  }

  public boolean hasFaults() {
    return gitHub.map(GitHub::isFake).orElse(false);
  }

  public boolean canSend() {
    return endpoints.webhook().isPresent() || endpoints.topic().isPresent();
  }

  private static Supplier<AwayException> away(Service service) {
    return () -> AwayException.notConnected(service);
  }

  @Override
  public void close() {
    List<AutoCloseable> all = new ArrayList<>();
    stepFunctions.ifPresent(all::add);
    table.ifPresent(all::add);
    queues.ifPresent(all::add);
    gitHub.ifPresent(all::add);
    all.add(sending);
    for (AutoCloseable one : all) {
      try {
        one.close();
      } catch (Exception e) { // which is what AutoCloseable declares
        System.getLogger(Sources.class.getName()).log(System.Logger.Level.WARNING, "not closed", e);
      }
    }
  }
}
