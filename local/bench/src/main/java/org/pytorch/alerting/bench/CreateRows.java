package org.pytorch.alerting.bench;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.pytorch.alerting.bench.cost.Bill;
import org.pytorch.alerting.bench.cost.ExpressLog;
import org.pytorch.alerting.bench.cost.Histories;
import org.pytorch.alerting.bench.cost.RecordedTable;
import org.pytorch.alerting.infra.Deployed;
import org.pytorch.alerting.stack.FunctionName;
import org.pytorch.alerting.stack.StackOptions;
import org.pytorch.alerting.stack.Throughput;
import org.pytorch.alerting.stack.journal.StackEvent;

/** One alert after the other: the usage of each, and the cost of a million. */
final class CreateRows implements AutoCloseable {
  private static final int WARM_UP = 4;
  private static final int MEASURED = 8;

  /** High enough that no alert waits for a turn; that is measured elsewhere. */
  private static final Throughput THROUGHPUT = new Throughput(10, 10_000, 100_000);

  private final Alerts alerts = new Alerts(Projects.root());
  private final CountingStream logged = new CountingStream();
  private final PrintStream log = new PrintStream(logged, true, StandardCharsets.UTF_8);
  private final Pipeline pipeline;
  private final RecordedTable table;
  private final Histories histories;
  private int next;

  private CreateRows() {
    pipeline = Pipeline.start(StackOptions.quiet(Projects.root()).withThroughput(THROUGHPUT));
    table = new RecordedTable(pipeline.stack().description().dynamodb().endpoint());
    histories = new Histories(pipeline.stack());
    redeploy();
  }

  private void redeploy() {
    new Redeployment(pipeline.stack(), THROUGHPUT, table.uri(), log).of(FunctionName.values());
  }

  static List<Row> measure() {
    try (CreateRows rows = new CreateRows()) {
      List<Row> all = new ArrayList<>();
      all.addAll(rows.gitHubCalls());
      all.addAll(rows.create());
      all.add(rows.skip());
      return all;
    }
  }

  private List<Row> gitHubCalls() {
    int missing = gitHubCallsOfOne();
    redeploy();
    int existing = gitHubCallsOfOne();
    return List.of(
        Row.of("GitHub calls of a cold CREATE, 4 labels missing", missing, "requests", 7),
        Row.of("GitHub calls of a cold CREATE, 4 labels existing", existing, "requests", 3));
  }

  private int gitHubCallsOfOne() {
    int before = pipeline.gitHub().requests().size();
    createOne();
    return pipeline.gitHub().requests().size() - before;
  }

  private void createOne() {
    pipeline.handle(alerts.firing(next++));
  }

  private List<Row> create() {
    for (int i = 0; i < WARM_UP; i++) {
      createOne();
    }
    table.take();
    histories.fresh();
    long loggedBefore = logged.bytes();
    int returnsBefore = returns().size();
    for (int i = 0; i < MEASURED; i++) {
      createOne();
    }
    List<Histories.Executed> executed = histories.fresh();
    if (executed.size() != MEASURED) {
      throw new IllegalStateException("executions: %d".formatted(executed.size()));
    }
    List<StackEvent.FunctionReturned> returns = returns().subList(returnsBefore, returns().size());
    return rows(
        executed, table.take(), (logged.bytes() - loggedBefore) / (double) MEASURED, returns);
  }

  private List<Row> rows(
      List<Histories.Executed> executed,
      RecordedTable.Usage usage,
      double functionLog,
      List<StackEvent.FunctionReturned> returns) {
    double all = bytes(executed, ExpressLog.Level.ALL);
    double errors = bytes(executed, ExpressLog.Level.ERROR);
    double reads = usage.reads() / (double) MEASURED;
    double writes = usage.writes() / (double) MEASURED;
    double gbSeconds = gbSeconds(returns);
    Bill bill =
        new Bill(
            returns.size() / (double) MEASURED,
            gbSeconds,
            average(executed.stream().mapToDouble(Histories.Executed::millis).toArray()),
            all,
            functionLog,
            reads,
            writes,
            Deployed.tracedShare());
    return List.of(
        Row.of("Express log of a CREATE, level ALL with data", all / 1e3, "kB", 45),
        Row.of("Express log of a CREATE, level ERROR with data", errors / 1e3, "kB", 0),
        Row.of("functions' log lines of a CREATE", functionLog / 1e3, "kB", 8.7),
        Row.of("DynamoDB of a CREATE with its turn and place, writes", writes, "write units", 6),
        Row.of("DynamoDB of a CREATE, reads", reads, "reads", 2),
        Row.of("states entered by a CREATE", states(executed), "states", 9),
        Row.of("Lambda of a CREATE, GitHub at 300 ms", gbSeconds, "GB-s, wall time", 0.5),
        Row.of("a million alerts, full trace", bill.dollarsPerMillion(), "dollars", 40),
        Row.of(
            "a million alerts, execution_log = \"errors\"",
            bill.withExpressLog(errors).dollarsPerMillion(),
            "dollars",
            19));
  }

  private Row skip() {
    int other = next++;
    pipeline.handle(alerts.resolved(other));
    histories.fresh();
    pipeline.handle(alerts.resolved(other));
    return Row.of("states entered by a SKIP", states(histories.fresh()), "states", 6);
  }

  private static double bytes(List<Histories.Executed> executed, ExpressLog.Level level) {
    return average(executed.stream().mapToDouble(it -> it.log().bytes(level)).toArray());
  }

  /** {@return the largest number of states that one execution entered} */
  private static double states(List<Histories.Executed> executed) {
    return executed.stream().mapToLong(it -> it.log().statesEntered()).max().orElseThrow();
  }

  private List<StackEvent.FunctionReturned> returns() {
    return pipeline.stack().journal().events(StackEvent.FunctionReturned.class);
  }

  /** Uses each function's median, so that a pause of this machine does not count. */
  private static double gbSeconds(List<StackEvent.FunctionReturned> returns) {
    Map<String, Integer> memory = Deployed.memoryMegabytes();
    Map<String, List<StackEvent.FunctionReturned>> byFunction =
        returns.stream().collect(Collectors.groupingBy(StackEvent.FunctionReturned::function));
    double sum = 0;
    for (Map.Entry<String, List<StackEvent.FunctionReturned>> function : byFunction.entrySet()) {
      double[] millis =
          function.getValue().stream()
              .mapToDouble(it -> Math.ceil(it.took().toNanos() / 1e6))
              .sorted()
              .toArray();
      double perAlert = millis.length / (double) MEASURED;
      sum +=
          perAlert
              * millis[millis.length / 2]
              / 1e3
              * memory.getOrDefault(function.getKey(), 0)
              / 1_024;
    }
    return sum;
  }

  private static double average(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  @Override
  public void close() {
    pipeline.close();
    table.close();
    log.close();
  }

  /** Keeps only the length. */
  private static final class CountingStream extends OutputStream {
    private final AtomicLong bytes = new AtomicLong();

    long bytes() {
      return bytes.get();
    }

    @Override
    public void write(int one) {
      bytes.incrementAndGet();
    }

    @Override
    public void write(byte[] some, int offset, int length) {
      bytes.addAndGet(length);
    }
  }
}
