package org.pytorch.alerting.simulation.lost;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.pytorch.alerting.fakegithub.data.Issue;
import org.pytorch.alerting.fakegithub.fault.Fault;
import org.pytorch.alerting.simulation.virtual.VirtualDynamoDb;
import org.pytorch.alerting.simulation.virtual.VirtualPipeline;
import org.pytorch.alerting.simulation.virtual.Wiring;
import org.pytorch.alerting.simulation.world.SimulatedAlert;
import org.pytorch.alerting.simulation.world.SimulatedAlert.Report;
import org.pytorch.alerting.simulation.world.Stage;
import org.pytorch.alerting.simulation.world.Violations;
import org.pytorch.alerting.simulation.world.Worlds;
import org.pytorch.alerting.stepfunctions.execution.history.HistoryEvent;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Runs one world, whose table is lost or restored once, from its seed until it is at rest. */
final class LostTableSimulation {
  private static final int MAX_ALERTS = 4;
  private static final int MAX_EVENTS = 7;
  private static final int MAX_FAULTS = 3;
  private static final Duration LENGTH = Duration.ofMinutes(60);
  private static final Duration FAULTS_END = LENGTH.plusMinutes(20);

  /** The paths of all writes to GitHub. */
  private static final String WRITES = "/issues(/\\d+)?(/comments)?$";

  private static final Set<String> ENDS =
      Set.of("ExecutionSucceeded", "ExecutionFailed", "ExecutionTimedOut", "ExecutionAborted");

  private final Random random;
  private final Stage stage;
  private final VirtualPipeline pipeline;
  private final Map<String, Integer> alertOf = new HashMap<>();
  private final Map<Integer, Sent> last = new HashMap<>();
  private final Violations violations = new Violations();
  private List<Map<String, AttributeValue>> backup = List.of();
  private Optional<Instant> lostAt = Optional.empty();
  private boolean restored;
  private int running;

  private LostTableSimulation(long seed, boolean searching, boolean complete) {
    Wiring wiring =
        new Wiring().afterEachWrite(this::checkAfterWrite).observer((_, event) -> observe(event));
    this.stage = new Stage(seed, complete, searching ? wiring.searchingForUnknownIssues() : wiring);
    this.random = stage.random();
    this.pipeline = stage.pipeline();
  }

  /** The newest event of an alert. */
  private record Sent(String messageId, boolean firing, Instant at) {}

  /**
   * What became of a world.
   *
   * @param lost whether its table was lost
   */
  record Result(List<String> violations, boolean lost, String history) implements Worlds.Result {}

  /**
   * {@return the result of the world of {@code seed}}
   *
   * @param searching whether issues that the table does not know are searched for
   * @param complete whether the history has the functions' log lines
   */
  static Result run(long seed, boolean searching, boolean complete) {
    return new LostTableSimulation(seed, searching, complete).run();
  }

  private Result run() {
    int alerts = 1 + random.nextInt(MAX_ALERTS);
    for (int number = 1; number <= alerts; number++) {
      schedule(new SimulatedAlert(number, SimulatedAlert.Provider.GRAFANA));
    }
    for (int i = random.nextInt(MAX_FAULTS + 1); i > 0; i--) {
      addFault(stage.within(LENGTH));
    }
    stage.at(FAULTS_END, "all faults end", () -> stage.faults().endAll(List.of()));
    Duration loss = stage.within(LENGTH);
    restored = random.nextBoolean();
    if (restored) {
      pipeline.after(stage.within(loss), () -> whenQuiet(this::backUp));
    }
    pipeline.after(loss, () -> whenQuiet(this::lose));
    stage.runToRest();
    checkAtRest();
    return new Result(violations.list(), lostAt.isPresent(), stage.history().text());
  }

  /** The alert fires, is repeated, resolves, and starts over. */
  private void schedule(SimulatedAlert alert) {
    Duration at = stage.within(Duration.ofMinutes(20));
    boolean firing = false;
    Instant since = VirtualPipeline.START;
    for (int i = 1 + random.nextInt(MAX_EVENTS); i > 0; i--) {
      if (!firing || random.nextInt(3) == 0) {
        firing = !firing;
        since = VirtualPipeline.START.plus(at);
      }
      Report report = new Report(alert, Duration.ZERO, firing, since, true);
      stage.at(at, "sent: " + report, () -> send(report));
      at = at.plusSeconds(1 + random.nextInt(random.nextBoolean() ? 60 : 1_200));
    }
  }

  private void send(Report report) {
    String id = pipeline.send(SimulatedAlert.payload(List.of(report)));
    int number = report.alert().number();
    alertOf.put(id, number);
    last.put(number, new Sent(id, report.firing(), pipeline.now()));
  }

  private void addFault(Duration at) {
    int times = 1 + random.nextInt(3);
    switch (random.nextInt(3)) {
      case 0 -> loseResponses(at, Fault.on("POST", WRITES), times);
      case 1 -> loseResponses(at, Fault.on("PATCH", WRITES), times);
      default ->
          stage.faults().ofGitHub(at, "5xx", Fault.on("POST", WRITES).answering(503).times(times));
    }
  }

  private void loseResponses(Duration at, Fault write, int times) {
    stage.faults().ofGitHub(at, "responses lost", write.dropping().afterCommit().times(times));
  }

  /**
   * Acts once the queue is paused: no execution runs. An older event that is still to be retried
   * would come too late for a table that no longer knows the newer one, so it is waited for.
   */
  private void whenQuiet(Runnable action) {
    boolean quiet =
        running == 0
            && pipeline.queue().receiveCounts().keySet().stream()
                .filter(alertOf::containsKey)
                .allMatch(id -> requireNonNull(last.get(alertOf.get(id))).messageId().equals(id));
    if (quiet) {
      action.run();
    } else if (pipeline.now().isBefore(VirtualPipeline.START.plus(FAULTS_END))) {
      pipeline.after(Duration.ofSeconds(1), () -> whenQuiet(action));
    }
  }

  private void backUp() {
    if (lostAt.isEmpty()) {
      stage.note("the table is backed up");
      backup = pipeline.dynamoDb().rows();
    }
  }

  private void lose() {
    stage.note(restored ? "the table is restored" : "the table is lost");
    VirtualDynamoDb table = pipeline.dynamoDb();
    table.lose();
    backup.forEach(table::put);
    lostAt = Optional.of(pipeline.now());
  }

  private void observe(HistoryEvent event) {
    if (event.type().equals("ExecutionStarted")) {
      running++;
    } else if (ENDS.contains(event.type())) {
      running--;
    }
  }

  private void checkAfterWrite() {
    last.keySet().forEach(this::checkOpen);
  }

  private void checkOpen(int alert) {
    if (open(alert) > 1) {
      violation("alert %d has %d open issues".formatted(alert, open(alert)));
    }
  }

  private long open(int alert) {
    return pipeline.ourIssues().stream()
        .filter(Issue::open)
        .filter(issue -> issue.title().endsWith("Alert " + alert))
        .count();
  }

  private void checkAtRest() {
    if (!pipeline.queue().isEmpty() || !pipeline.queue().deadLetters().isEmpty()) {
      violation("messages are left");
    }
    last.forEach(
        (alert, event) -> {
          checkOpen(alert);
          if (event.firing() && open(alert) == 0) {
            violation("alert %d fires, and no issue is open".formatted(alert));
          }
          if (!event.firing() && open(alert) > 0 && !isExcused(event)) {
            violation("alert %d has resolved, and an issue is open".formatted(alert));
          }
        });
  }

  /** A restored row that says "resolved" already: {@code docs/adr/0019}, Consequences. */
  private boolean isExcused(Sent event) {
    return restored && lostAt.filter(event.at()::isAfter).isPresent();
  }

  private void violation(String text) {
    violations.add(text);
  }
}
