package org.pytorch.alerting.simulation.world;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.pytorch.alerting.fakegithub.fault.Fault;
import org.pytorch.alerting.simulation.virtual.LambdaFaults;
import org.pytorch.alerting.simulation.virtual.StoreFaults;
import org.pytorch.alerting.simulation.virtual.VirtualPipeline;
import org.pytorch.alerting.stepfunctions.execution.history.HistoryEvent;
import org.pytorch.alerting.stepfunctions.execution.outcome.Execution;

/** The faults of the services that the pipeline runs on, and of GitHub, each at its time. */
public final class ServiceFaults {
  private final Random random;
  private final Timeline timeline;
  private final History history;
  private final VirtualPipeline pipeline;
  private int deathsPerMille;

  ServiceFaults(Random random, Timeline timeline, History history, VirtualPipeline pipeline) {
    this.random = random;
    this.timeline = timeline;
    this.history = history;
    this.pipeline = pipeline;
  }

  /** Ends the faults that end by themselves, and leaves GitHub with those in {@code lasting}. */
  public void endAll(List<Fault> lasting) {
    deathsPerMille = 0;
    pipeline.gitHub().faults(lasting);
    pipeline.dynamoDb().faults(StoreFaults.NONE);
    pipeline.lambda().faults(LambdaFaults.NONE);
  }

  /** Aborts the execution if executions die now. */
  void strike(Execution execution, HistoryEvent event) {
    if (deathsPerMille > 0 && random.nextInt(1_000) < deathsPerMille) {
      history.add(pipeline.now(), "an execution dies after " + event.type());
      execution.abort();
    }
  }

  /** {@return a kind of fault, other than none} */
  LambdaFaults.Kind lambdaKind() {
    LambdaFaults.Kind[] kinds = LambdaFaults.Kind.values();
    return kinds[1 + random.nextInt(kinds.length - 1)];
  }

  /** {@return a kind of fault, other than none} */
  StoreFaults.Kind storeKind() {
    StoreFaults.Kind[] kinds = StoreFaults.Kind.values();
    return kinds[1 + random.nextInt(kinds.length - 1)];
  }

  /** Some invocations have a fault, for a while. */
  void ofLambda(Duration at, Duration length, LambdaFaults.Kind kind, int percent) {
    during(
        at,
        length,
        "Lambda: %d%% of the invocations are %s".formatted(percent, kind),
        () ->
            pipeline
                .lambda()
                .faults(_ -> random.nextInt(100) < percent ? kind : LambdaFaults.Kind.NONE),
        () -> pipeline.lambda().faults(LambdaFaults.NONE));
  }

  /** Some calls to the table have a fault, for a while. */
  void ofStore(Duration at, Duration length, StoreFaults.Kind kind, int percent) {
    during(
        at,
        length,
        "DynamoDB: %d%% of the calls are %s".formatted(percent, kind),
        () ->
            pipeline
                .dynamoDb()
                .faults(_ -> random.nextInt(100) < percent ? kind : StoreFaults.Kind.NONE),
        () -> pipeline.dynamoDb().faults(StoreFaults.NONE));
  }

  /** Executions die, for a while. */
  void ofExecutions(Duration at, Duration length, int perMille) {
    during(
        at,
        length,
        "executions die at %d of 1000 events".formatted(perMille),
        () -> deathsPerMille = perMille,
        () -> deathsPerMille = 0);
  }

  /** GitHub has one more fault, from now on. */
  public void ofGitHub(Duration at, String what, Fault fault) {
    timeline.fault(
        at,
        "GitHub %s: the next %d of %s %s"
            .formatted(what, fault.times(), fault.method().orElse("any"), fault.path()),
        () -> add(fault));
  }

  /** GitHub has one more fault, as of now. */
  void add(Fault fault) {
    List<Fault> faults = new ArrayList<>(pipeline.gitHub().faults());
    faults.add(fault);
    pipeline.gitHub().faults(faults);
  }

  /**
   * GitHub is down for a while, and has no other faults then and afterwards.
   *
   * @param before faults that come first
   * @param lasting faults that remain
   */
  void outage(Duration at, Duration length, List<Fault> before, Supplier<List<Fault>> lasting) {
    List<Fault> down =
        Stream.of("GET", "POST", "PATCH")
            .map(method -> Fault.on(method, "").answering(503).forEver())
            .toList();
    during(
        at,
        length,
        "GitHub is down for %d s".formatted(length.toSeconds()),
        () ->
            pipeline
                .gitHub()
                .faults(Stream.of(before, down, lasting.get()).flatMap(List::stream).toList()),
        () -> pipeline.gitHub().faults(lasting.get()));
  }

  /** Adds a fault that ends after a while. */
  void during(Duration at, Duration length, String what, Runnable begin, Runnable end) {
    timeline.fault(at, what, begin);
    timeline.at(at.plus(length), "the end of: " + what, end);
  }

  /** One of the messages is delivered again, if there is any. */
  void redelivery(Duration at, Supplier<List<String>> messages) {
    timeline.fault(at, "a message is redelivered", () -> redeliverOneOf(messages.get()));
  }

  private void redeliverOneOf(List<String> ids) {
    if (!ids.isEmpty()) {
      pipeline.queue().redeliver(ids.get(random.nextInt(ids.size())));
    }
  }
}
