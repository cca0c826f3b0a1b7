package org.pytorch.alerting.bench;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.pytorch.alerting.stack.Throughput;

/**
 * Measures everything and prints a table, or JSON with {@code --json}. With {@code --only=text}, it
 * takes only the measurements whose name has this text.
 */
final class Bench {
  /** Only the request rate is limited; the limits on writes are GitHub's own. */
  private static final Throughput TEN_A_SECOND = new Throughput(10, 10_000, 100_000);

  /** From {@code infra/dev.tfvars}. */
  private static final Throughput DEV = new Throughput(2, 60, 400);

  private static final int FLOOD = 100;
  private static final int BURST = 30;
  private static final int GROUP = 10;
  private static final int STORM = 60;

  /** Ten of their own, and the one that the others share. */
  private static final int ISSUES_IN_A_STORM = 11;

  private final Alerts alerts = new Alerts(Projects.root());
  private final List<Row> rows = new ArrayList<>();

  private final Map<String, Supplier<List<Row>>> measurements = new LinkedHashMap<>();
  private final String only;

  /**
   * The options of the command line.
   *
   * @param json whether a program reads the result
   * @param only a part of the names of the measurements that are taken; empty for all
   */
  record Options(boolean json, String only) {
    private static final String JSON = "--json";
    private static final String ONLY = "--only=";

    /**
     * {@return what {@code args} say}
     *
     * @throws IllegalArgumentException if there is anything else
     */
    static Options parse(String... args) {
      boolean json = false;
      String only = "";
      for (String arg : args) {
        if (arg.equals(JSON)) {
          json = true;
        } else if (arg.startsWith(ONLY)) {
          only = arg.substring(ONLY.length());
        } else {
          throw new IllegalArgumentException(
              "unknown option: %s; the options are %s and %s<part of a name>"
                  .formatted(arg, JSON, ONLY));
        }
      }
      return new Options(json, only);
    }
  }

  /**
   * @throws IllegalArgumentException if no measurement's name contains {@code only}
   */
  Bench(String only) {
    this.only = only;
    measurements.put("cold starts", ColdStartRows::measure);
    measurements.put("inner loops", InnerLoopRows::measure);
    measurements.put("one alert after the other", CreateRows::measure);
    measurements.put("repeats and flaps", CalmRows::measure);
    measurements.put("a flood of %d".formatted(FLOOD), this::flood);
    measurements.put("a burst of %d with the default limits".formatted(BURST), this::burst);
    measurements.put("a storm of %d alerts of one rule".formatted(STORM), this::storm);
    measurements.put("a group of %d in dev".formatted(GROUP), this::group);
    measurements.put("the console of a large stack", () -> ConsoleRows.pages(alerts));
    measurements.put("starts with the console and without", ConsoleRows::start);
    if (measurements.keySet().stream().noneMatch(name -> name.contains(only))) {
      throw new IllegalArgumentException(
          "no measurement has \"%s\" in its name; they are: %s"
              .formatted(only, String.join(", ", measurements.keySet())));
    }
  }

  public static void main(String[] args) {
    Options options;
    Bench bench;
    try {
      options = Options.parse(args);
      bench = new Bench(options.only());
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    // The output of libraries is not part of the result.
    System.setOut(System.err);
    int status = 1;
    try {
      Report report = bench.measure();
      out.print(options.json() ? report.json() + "\n" : report.table());
      out.flush();
      status = 0;
    } catch (RuntimeException | Error e) {
      e.printStackTrace(System.err);
    } finally {
      // Libraries leave threads behind.
      System.exit(status);
    }
  }

  private Report measure() {
    measurements.forEach(this::step);
    if (only.isEmpty()) {
      rows.add(TestCpu.row(Projects.root().resolve("target/test-cpu.json")));
    }
    return new Report(rows);
  }

  private void step(String name, Supplier<List<Row>> measurement) {
    if (!name.contains(only)) {
      return;
    }
    System.err.printf(Locale.ROOT, "Measuring %s ...%n", name);
    long start = System.nanoTime();
    rows.addAll(measurement.get());
    System.err.printf(Locale.ROOT, "  %.0f s%n", (System.nanoTime() - start) / 1e9);
  }

  private List<Row> flood() {
    Storm storm = Storm.of(TEN_A_SECOND, alerts.firing(0, FLOOD), FLOOD);
    String name = "flood of %d at 10 requests/s, ".formatted(FLOOD);
    return List.of(
        Row.of(name + "last issue", storm.seconds(), "s", 20),
        Row.of(name + "failed deliveries", (double) storm.failedDeliveries(), "deliveries", 0),
        Row.of(
            name + "issue requests at GitHub",
            storm.issueRequestsPerAlert(),
            "requests per alert",
            1));
  }

  private List<Row> burst() {
    Storm storm = Storm.onRealGitHub(Throughput.DEPLOYED, alerts.firing(0, BURST), BURST);
    String name = "burst of %d with the default limits, ".formatted(BURST);
    return List.of(
        Row.of(name + "limit breaches", (double) storm.limitBreaches(), "requests", 0),
        Row.of(
            name + "on a real GitHub, most in any second",
            storm.mostInASecond(),
            "requests",
            Throughput.DEPLOYED.requestsPerSecond()));
  }

  private List<Row> storm() {
    List<String> payloads =
        IntStream.range(0, STORM).mapToObj(number -> alerts.group(number, 1)).toList();
    return List.of(
        Row.of(
            "storm of %d alerts of one rule, issues".formatted(STORM),
            Storm.issuesUnderTheCaps(TEN_A_SECOND, payloads),
            "issues",
            ISSUES_IN_A_STORM));
  }

  private List<Row> group() {
    Storm storm = Storm.of(DEV, List.of(alerts.group(0, GROUP)), GROUP);
    String name = "group of %d in dev, ".formatted(GROUP);
    return List.of(
        Row.of(name + "last issue", storm.seconds(), "s", 10),
        Row.of(name + "failed executions", (double) storm.failedExecutions(), "executions", 0));
  }
}
