package org.pytorch.alerting.runtime;

import java.io.PrintStream;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pytorch.alerting.model.json.Json;

/**
 * Structured log and metrics of one function: each line is one JSON object with the {@code
 * timestamp} and {@code level} that Lambda reads. Metrics are lines in CloudWatch's embedded metric
 * format. Never log a secret, a token or a request's headers.
 */
public final class Log {
  /**
   * The CloudWatch namespace of all our metrics, unless the variable of this name sets another one:
   * two environments of one account need separate metrics.
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
   * host}. Each line has the commit if the variable {@code COMMIT} is set, and the version if the
   * function runs from a zip}
   */
  public static Log of(String function, Host host) {
    String namespace = host.environment().optional("METRICS_NAMESPACE").orElse(METRICS_NAMESPACE);
    Optional<String> commit = host.environment().optional("COMMIT");
    return new Log(function, namespace, Release.version(), commit, host.log(), host.clock());
  }

  /** Begins a line about something done. */
  public Line info(String message) {
    return new Line("INFO", message);
  }

  /** Begins a line about a problem that was handled. */
  public Line warn(String message) {
    return new Line("WARN", message);
  }

  /** Begins a line about a problem that a person has to fix; the message says how. */
  public Line error(String message) {
    return new Line("ERROR", message);
  }

  /**
   * Adds {@code count} to a metric, both with its dimensions and without any, so that an alarm can
   * watch the total.
   *
   * @param name the metric, such as {@code AlertsDecided}
   * @param dimensions few names with few values each, such as source and action; never a
   *     fingerprint, because every combination is a metric that costs money
   */
  public void count(String name, int count, Map<String, String> dimensions) {
    metric(name, "Count", count, dimensions);
  }

  /** Records a duration in milliseconds under a metric; for the dimensions see {@link #count}. */
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
    // One call, so that lines of concurrent invocations do not mix.
    out.println(json);
  }

  /** A line under construction; nothing is written before {@link #write}. */
  public final class Line {
    private final Map<String, Object> fields;

    private Line(String level, String message) {
      fields = begin(level);
      fields.put("message", message);
    }

    /**
     * Adds a field in snake_case; the value is anything that Jackson can write. An {@link Optional}
     * adds its value, or no field at all.
     */
    public Line with(String field, Object value) {
      if (value instanceof Optional<?> optional) {
        optional.ifPresent(present -> fields.put(field, present));
      } else {
        fields.put(field, value);
      }
      return this;
    }

    public void write() {
      print(fields);
    }
  }
}
