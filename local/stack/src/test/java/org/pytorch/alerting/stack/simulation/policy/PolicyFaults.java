package org.pytorch.alerting.stack.simulation.policy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.pytorch.alerting.fakegithub.fault.Fault;
import org.pytorch.alerting.stack.simulation.world.History;
import org.pytorch.alerting.stack.virtual.LambdaFaults;
import org.pytorch.alerting.stack.virtual.StoreFaults;
import org.pytorch.alerting.stack.virtual.VirtualPipeline;

/** The faults of a world: all of them make actions be attempted again. */
public final class PolicyFaults {
  private static final int MAX_FAULTS = 4;
  private static final int MAX_OUTAGE_S = 600;
  private static final Duration LAST_ONE_ENDS = Duration.ofMinutes(20);

  private final Random random;
  private final VirtualPipeline pipeline;
  private final History history;
  private int deathsPerMille;

  public PolicyFaults(Random random, VirtualPipeline pipeline, History history) {
    this.random = random;
    this.pipeline = pipeline;
    this.history = history;
  }

  /** {@return whether an execution dies at its current event} */
  public boolean executionDies() {
    return deathsPerMille > 0 && random.nextInt(1_000) < deathsPerMille;
  }

  /** Schedules faults until {@code end}; the last one ends 20 min later. */
  public void schedule(Duration end, List<String> messages) {
    for (int i = 1 + random.nextInt(MAX_FAULTS); i > 0; i--) {
      add(Duration.ofMillis(random.nextLong(end.toMillis())), messages);
    }
    pipeline.after(end.plus(LAST_ONE_ENDS), this::endAll);
  }

  private void endAll() {
    history.add(pipeline.now(), "all faults end");
    deathsPerMille = 0;
    pipeline.gitHub().faults(List.of());
    pipeline.lambda().faults(LambdaFaults.NONE);
    pipeline.dynamoDb().faults(StoreFaults.NONE);
  }

  private void add(Duration at, List<String> messages) {
    switch (random.nextInt(8)) {
      case 0, 1, 2 -> addLostResponses(at);
      case 3 -> addOutage(at, Stream.of());
      case 4 -> {
        LambdaFaults.Kind[] kinds = LambdaFaults.Kind.values();
        LambdaFaults.Kind kind = kinds[1 + random.nextInt(kinds.length - 1)];
        during(
            at,
            "a third of the invocations are " + kind,
            () ->
                pipeline
                    .lambda()
                    .faults(_ -> random.nextInt(3) == 0 ? kind : LambdaFaults.Kind.NONE),
            () -> pipeline.lambda().faults(LambdaFaults.NONE));
      }
      case 5 -> {
        StoreFaults.Kind[] kinds = StoreFaults.Kind.values();
        StoreFaults.Kind kind = kinds[1 + random.nextInt(kinds.length - 1)];
        during(
            at,
            "a third of the calls to the table are " + kind,
            () ->
                pipeline
                    .dynamoDb()
                    .faults(_ -> random.nextInt(3) == 0 ? kind : StoreFaults.Kind.NONE),
            () -> pipeline.dynamoDb().faults(StoreFaults.NONE));
      }
      case 6 -> during(at, "executions die", () -> deathsPerMille = 30, () -> deathsPerMille = 0);
      default ->
          pipeline.after(
              at,
              () -> {
                if (!messages.isEmpty()) {
                  String id = messages.get(random.nextInt(messages.size()));
                  history.add(pipeline.now(), "redelivered: " + id);
                  pipeline.queue().redeliver(id);
                }
              });
    }
  }

  /** Writes have their effect, their responses are lost, and often nothing works afterwards. */
  private void addLostResponses(Duration at) {
    int times = 1 + random.nextInt(3);
    Fault lost =
        (random.nextInt(3) == 0
                ? Fault.on("PATCH", "/issues/\\d+$")
                : Fault.on("POST", "/issues(/\\d+/comments)?$"))
            .dropping()
            .afterCommit()
            .times(times);
    if (random.nextBoolean()) {
      addOutage(at, Stream.of(lost));
    } else {
      pipeline.after(
          at,
          () -> {
            history.add(pipeline.now(), "responses are lost: " + lost.path());
            List<Fault> faults = new ArrayList<>(pipeline.gitHub().faults());
            faults.add(lost);
            pipeline.gitHub().faults(faults);
          });
    }
  }

  private void addOutage(Duration at, Stream<Fault> before) {
    List<Fault> faults = new ArrayList<>(before.toList());
    Stream.of("GET", "POST", "PATCH")
        .map(method -> Fault.on(method, "/repos/").answering(503, Map.of()).forEver())
        .forEach(faults::add);
    during(
        at,
        "GitHub is down",
        () -> pipeline.gitHub().faults(faults),
        () -> pipeline.gitHub().faults(List.of()));
  }

  private void during(Duration at, String what, Runnable begin, Runnable end) {
    Duration length = Duration.ofSeconds(1 + random.nextInt(MAX_OUTAGE_S));
    pipeline.after(
        at,
        () -> {
          history.add(pipeline.now(), what);
          begin.run();
        });
    pipeline.after(
        at.plus(length),
        () -> {
          history.add(pipeline.now(), "the end of: " + what);
          end.run();
        });
  }
}
