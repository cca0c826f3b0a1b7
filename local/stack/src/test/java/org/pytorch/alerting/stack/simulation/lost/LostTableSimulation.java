package org.pytorch.alerting.stack.simulation.lost;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.pytorch.alerting.fakegithub.data.Issue;
import org.pytorch.alerting.fakegithub.fault.Fault;
import org.pytorch.alerting.github.http.GitHubTransport;
import org.pytorch.alerting.stack.simulation.world.History;
import org.pytorch.alerting.stack.simulation.world.SimulatedAlert;
import org.pytorch.alerting.stack.simulation.world.SimulatedAlert.Report;
import org.pytorch.alerting.stack.virtual.VirtualDynamoDb;
import org.pytorch.alerting.stack.virtual.VirtualPipeline;
import org.pytorch.alerting.stack.virtual.Wiring;
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
  private final History history;
  private final VirtualPipeline pipeline;
  private final Map<String, Integer> alertOf = new HashMap<>();
  private final Map<Integer, Sent> last = new HashMap<>();
  private final List<String> violations = new ArrayList<>();
  private List<Map<String, AttributeValue>> backup = List.of();
  private Optional<Instant> lostAt = Optional.empty();
  private boolean restored;
  private int running;

  private LostTableSimulation(long seed, boolean searching, boolean complete) {
    this.random = new Random(seed * 0x9E3779B97F4A7C15L);
    this.history = new History(complete);
    Wiring wiring =
        new Wiring()
            .transport(this::checked)
            .observer((_, event) -> observe(event))
            .log(history.log());
    this.pipeline =
        new VirtualPipeline(seed, searching ? wiring.searchingForUnknownIssues() : wiring);
  }

  /** The newest event of an alert. */
  private record Sent(String messageId, boolean firing, Instant at) {}

  /**
   * What became of a world.
   *
   * @param lost whether its table was lost
   */
  record Result(long seed, List<String> violations, boolean lost, String history) {}

  /**
   * {@return the result of the world of {@code seed}}
   *
   * @param searching whether issues that the table does not know are searched for
   * @param complete whether the history has the functions' log lines
   */
  static Result run(long seed, boolean searching, boolean complete) {
    LostTableSimulation simulation = new LostTableSimulation(seed, searching, complete);
    return simulation.run(seed);
  }

  private Result run(long seed) {
    int alerts = 1 + random.nextInt(MAX_ALERTS);
    for (int number = 1; number <= alerts; number++) {
      schedule(new SimulatedAlert(number, SimulatedAlert.Provider.GRAFANA));
    }
    for (int i = random.nextInt(MAX_FAULTS + 1); i > 0; i--) {
      addFault(within(LENGTH));
    }
    pipeline.after(FAULTS_END, () -> pipeline.gitHub().faults(List.of()));
    Duration loss = within(LENGTH);
    restored = random.nextBoolean();
    if (restored) {
      pipeline.after(within(loss), () -> whenQuiet(this::backUp));
    }
    pipeline.after(loss, () -> whenQuiet(this::lose));
    pipeline.runToRest();
    checkAtRest();
    return new Result(seed, List.copyOf(violations), lostAt.isPresent(), history.text());
  }

  /** The alert fires, is repeated, resolves, and starts over. */
  private void schedule(SimulatedAlert alert) {
    Duration at = within(Duration.ofMinutes(20));
    boolean firing = false;
    Instant since = VirtualPipeline.START;
    for (int i = 1 + random.nextInt(MAX_EVENTS); i > 0; i--) {
      if (!firing || random.nextInt(3) == 0) {
        firing = !firing;
        since = VirtualPipeline.START.plus(at);
      }
      Report report = new Report(alert, Duration.ZERO, firing, since, true);
      pipeline.after(at, () -> send(report));
      at = at.plusSeconds(1 + random.nextInt(random.nextBoolean() ? 60 : 1_200));
    }
  }

  private void send(Report report) {
    history.add(pipeline.now(), "sent: " + report);
    String id = pipeline.send(SimulatedAlert.payload(List.of(report)));
    int number = report.alert().number();
    alertOf.put(id, number);
    last.put(number, new Sent(id, report.firing(), pipeline.now()));
  }

  private void addFault(Duration at) {
    int times = 1 + random.nextInt(3);
    Fault fault =
        switch (random.nextInt(3)) {
          case 0 -> Fault.on("POST", WRITES).dropping().afterCommit().times(times);
          case 1 -> Fault.on("PATCH", WRITES).dropping().afterCommit().times(times);
          default -> Fault.on("POST", WRITES).answering(503).times(times);
        };
    pipeline.after(
        at,
        () -> {
          history.add(pipeline.now(), "the next %d writes fail: %s".formatted(times, fault));
          List<Fault> faults = new ArrayList<>(pipeline.gitHub().faults());
          faults.add(fault);
          pipeline.gitHub().faults(faults);
        });
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
      history.add(pipeline.now(), "the table is backed up");
      backup = pipeline.dynamoDb().rows();
    }
  }

  private void lose() {
    history.add(pipeline.now(), restored ? "the table is restored" : "the table is lost");
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

  private GitHubTransport checked(GitHubTransport transport) {
    return request -> {
      try {
        return transport.send(request);
      } finally {
        if (!request.method().equals("GET")) {
          last.keySet().forEach(this::checkOpen);
        }
      }
    };
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

  private Duration within(Duration length) {
    return Duration.ofMillis(random.nextLong(Math.max(1, length.toMillis())));
  }

  private void violation(String text) {
    if (!violations.contains(text)) {
      violations.add(text);
    }
  }
}
