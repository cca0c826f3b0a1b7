package org.pytorch.alerting.runtime;

import java.io.PrintStream;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pytorch.alerting.model.json.Json;

/**
 * Structured log and metrics of one function: each line is one JSON object, with the {@code
 * timestamp} and {@code level} by which Lambda files it. Metrics are lines in CloudWatch's embedded
 * metric format. Never put a secret, a token or a request's headers in a line.
 */
public final class Log {
  /**
   * The CloudWatch namespace of all our metrics, unless the variable of this name says otherwise:
   * two environments of one account must not see each other's.
   */
  public static final String METRICS_NAMESPACE = "AlertPipeline";

  private final String function;
  private final String namespace;
  private final Optional<String> version;
  private final Optional<String> commit;
  private final PrintStream out;
  private final InstantSource clock;

  private Log(
      String function,
      String namespace,
      Optional<String> version,
      Optional<String> commit,
      PrintStream out,
      InstantSource clock) {
    this.function = function;
    this.namespace = namespace;
    this.version = version;
    this.commit = commit;
    this.out = out;
    this.clock = clock;
  }

  /**
   * {@return the log of the function called {@code function}, such as {@code decide}, on {@code
   * host}; with the variable {@code COMMIT}, each line says which commit wrote it, and in a zip
   * each says the version}
   */
  public static Log of(String function, Host host) {
    String namespace = host.environment().optional("METRICS_NAMESPACE").orElse(METRICS_NAMESPACE);
    Optional<String> commit = host.environment().optional("COMMIT");
    return new Log(function, namespace, Release.version(), commit, host.log(), host.clock());
  }

  /** Begins a line that tells what was done. */
  public Line info(String message) {
    return new Line("INFO", message);
  }

  /** Begins a line about something odd that was coped with. */
  public Line warn(String message) {
    return new Line("WARN", message);
  }

  /** Begins a line about something that a person has to mend; the message says what to do. */
  public Line error(String message) {
    return new Line("ERROR", message);
  }

  /**
   * Adds {@code count} to a metric: under its dimensions, and to the metric without any, so that an
   * alarm can look at the total.
   *
   * @param name the metric, such as {@code AlertsDecided}
   * @param dimensions few names with few values each, such as source and action; never a
   *     fingerprint, for every combination is a metric that is paid for
   */
  public void count(String name, int count, Map<String, String> dimensions) {
    metric(name, "Count", count, dimensions);
  }

  /** Notes a duration in milliseconds under a metric; for the dimensions see {@link #count}. */
  public void duration(String name, long milliseconds, Map<String, String> dimensions) {
    metric(name, "Milliseconds", milliseconds, dimensions);
  }

  private void metric(String name, String unit, long value, Map<String, String> dimensions) {
    List<String> names = dimensions.keySet().stream().sorted().toList();
    List<List<String>> sets = names.isEmpty() ? List.of(names) : List.of(List.of(), names);
    Map<String, Object> line = begin("INFO");
    line.put(
        "_aws",
        Map.of(
            "Timestamp",
            clock.millis(),
            "CloudWatchMetrics",
            List.of(
                Map.of(
                    "Namespace", namespace,
                    "Dimensions", sets,
                    "Metrics", List.of(Map.of("Name", name, "Unit", unit))))));
    names.forEach(dimension -> line.put(dimension, dimensions.get(dimension)));
    line.put(name, value);
    print(line);
  }

  private Map<String, Object> begin(String level) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("timestamp", clock.instant());
    line.put("level", level);
    line.put("function", function);
    version.ifPresent(value -> line.put("version", value));
    commit.ifPresent(value -> line.put("commit", value));
    return line;
  }

  private void print(Map<String, Object> line) {
    String json = Json.write(line);
    // One call, so that lines of side-by-side invocations do not mix.
    out.println(json);
  }

  /** One line in the making; nothing is written before {@link #write}. */
  public final class Line {
    private final Map<String, Object> fields;

    private Line(String level, String message) {
      fields = begin(level);
      fields.put("message", message);
    }

    /** Adds a field, in snake_case; the value is anything that has a JSON form. */
    public Line with(String field, Object value) {
      fields.put(field, value);
      return this;
    }

    /** Adds a field if there is a value. */
    public Line with(String field, Optional<?> value) {
      value.ifPresent(present -> fields.put(field, present));
      return this;
    }

    public void write() {
      print(fields);
    }
  }
}
