package org.pytorch.alerting.normalize.cloudwatch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.pytorch.alerting.normalize.source.Resources;
import org.pytorch.alerting.normalize.text.Fields;

/**
 * The metrics of a CloudWatch alarm and their dimensions. If there are several metrics, a dimension
 * counts only if all metrics that have it agree on its value.
 */
final class AlarmMetrics {
  private static final Pattern GROUP_BY =
      Pattern.compile("\\bGROUP\\s{1,20}BY\\b", Pattern.CASE_INSENSITIVE);

  private final Map<String, String> dimensions = new LinkedHashMap<>();
  private final Set<String> disputed = new LinkedHashSet<>();
  private final Set<String> names = new LinkedHashSet<>();

  private boolean several;

  private AlarmMetrics() {}

  /** Reads {@code Trigger}, which is one metric or has a list of {@code Metrics}. */
  static AlarmMetrics ofSns(JsonNode trigger) {
    AlarmMetrics metrics = new AlarmMetrics();
    Fields fields = Fields.of(trigger);
    metrics.add(fields, "metricname");
    metrics.addAll(fields, "metricname");
    return metrics;
  }

  /** Reads {@code detail.configuration}. */
  static AlarmMetrics ofEventBridge(Fields configuration) {
    AlarmMetrics metrics = new AlarmMetrics();
    metrics.addAll(configuration, "name");
    return metrics;
  }

  /**
   * {@return whether the alarm is known to watch several time series that each report their own
   * state: its threshold applies to a query with GROUP BY, or to PromQL}
   */
  boolean isSeveralSeries() {
    return several;
  }

  /** {@return the dimensions, and the metrics' names as {@code metric}} */
  Map<String, String> labels() {
    Map<String, String> labels = new LinkedHashMap<>(dimensions);
    disputed.forEach(labels::remove);
    if (!names.isEmpty()) {
      labels.putIfAbsent(
          "metric", names.stream().limit(Resources.MAX_EXTRA).collect(Collectors.joining(", ")));
    }
    return labels;
  }

  private void addAll(Fields parent, String nameField) {
    several |= !parent.object("evaluationcriteria").isEmpty();
    for (JsonNode node : parent.node("metrics")) {
      Fields metric = Fields.of(node);
      boolean compared = metric.node("returndata").asBoolean(true);
      several |=
          compared
              && metric.get("expression").filter(text -> GROUP_BY.matcher(text).find()).isPresent();
      add(metric.object("metricstat").object("metric"), nameField);
    }
  }

  private void add(Fields metric, String nameField) {
    metric
        .get(nameField)
        .ifPresent(
            name -> names.add(metric.get("namespace").map(space -> space + "/").orElse("") + name));
    JsonNode node = metric.node("dimensions");
    if (node.isArray()) {
      for (JsonNode dimension : node) {
        Fields fields = Fields.of(dimension);
        fields
            .get("name")
            .ifPresent(name -> fields.get("value").ifPresent(value -> add(name, value)));
      }
    } else {
      Fields.of(node).texts().forEach(this::add);
    }
  }

  private void add(String dimension, String value) {
    String other = dimensions.putIfAbsent(dimension, value);
    if (other != null && !other.equals(value)) {
      disputed.add(dimension);
    }
  }
}
