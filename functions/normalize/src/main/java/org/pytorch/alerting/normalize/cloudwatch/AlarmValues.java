package org.pytorch.alerting.normalize.cloudwatch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pytorch.alerting.model.Condition;
import org.pytorch.alerting.model.MeasuredValue;
import org.pytorch.alerting.normalize.source.ValueDraft;
import org.pytorch.alerting.normalize.text.Fields;
import org.pytorch.alerting.normalize.text.Text;

/**
 * The value that a CloudWatch alarm compares, and its threshold. The newest datapoint is only in
 * the reason's sentence, and so is the threshold for EventBridge.
 *
 * @param metric what is compared, by a name for people
 * @param expression its metric math, or its query
 */
record AlarmValues(
    Optional<String> metric,
    Optional<String> expression,
    Optional<String> threshold,
    Optional<String> comparison,
    Optional<String> unit) {
  /** In characters: a reason's sentence is shorter, unless it has other texts. */
  private static final int MAX_REASON_LENGTH = 4_000;

  /** The newest datapoint is the first, such as {@code [412.0 (04/03/26 07:11:00), …]}. */
  private static final Pattern DATAPOINT =
      Pattern.compile("datapoints? \\[(?<value>[-+0-9.eE]{1,40})(?: \\([^()]{1,40}\\))?[],]");

  private static final Pattern THRESHOLD =
      Pattern.compile(
          "(?<than>greater than or equal to|less than or equal to|greater than|less than)"
              + " the threshold \\((?<threshold>[-+0-9.eE]{1,40})\\)");

  private static final Pattern NO_DATA =
      Pattern.compile("no datapoints were received for .{1,200} treated as \\[Breaching\\]");

  /** Reads {@code Trigger}. */
  static AlarmValues ofSns(JsonNode trigger) {
    Fields fields = Fields.of(trigger);
    Compared compared =
        fields
            .get("metricname")
            .map(
                name ->
                    new Compared(
                        Compared.metric(name, fields, "statistic", "extendedstatistic"),
                        Optional.empty(),
                        Optional.empty()))
            .orElseGet(() -> Compared.of(fields, "metricname"));
    return new AlarmValues(
        compared.name(),
        compared.expression(),
        fields.get("threshold"),
        fields.get("comparisonoperator").flatMap(AlarmValues::operator),
        fields.get("unit").or(compared::unit).flatMap(AlarmValues::unit));
  }

  /** Reads {@code detail.configuration}. */
  static AlarmValues ofEventBridge(Fields configuration) {
    Compared compared = Compared.of(configuration, "name");
    return new AlarmValues(
        compared.name(),
        compared.expression(),
        Optional.empty(),
        Optional.empty(),
        compared.unit().flatMap(AlarmValues::unit));
  }

  /** {@return the newest datapoint against the threshold; empty if {@code reason} has none} */
  List<MeasuredValue> in(String reason) {
    Matcher datapoint = DATAPOINT.matcher(reason);
    if (reason.length() > MAX_REASON_LENGTH || !datapoint.find()) {
      return List.of();
    }
    ValueDraft value = new ValueDraft(metric.orElse("value"), datapoint.group("value"));
    Optional<Matcher> compared = Optional.of(THRESHOLD.matcher(reason)).filter(Matcher::find);
    threshold.or(() -> compared.map(it -> it.group("threshold"))).ifPresent(value::limit);
    comparison.or(() -> compared.map(it -> sign(it.group("than")))).ifPresent(value::comparison);
    unit.ifPresent(value::unit);
    return value.finish().stream().toList();
  }

  /** {@return the condition that {@code reason} describes: missing data may count as a breach} */
  static Optional<Condition> condition(String reason) {
    return reason.length() <= MAX_REASON_LENGTH && NO_DATA.matcher(reason).find()
        ? Optional.of(Condition.NO_DATA)
        : Optional.empty();
  }

  private static String sign(String than) {
    return (than.startsWith("greater") ? ">" : "<") + (than.endsWith("to") ? "=" : "");
  }

  /** A band has two thresholds, which only the reason's sentence has. */
  private static Optional<String> operator(String operator) {
    return switch (operator) {
      case "GreaterThanThreshold" -> Optional.of(">");
      case "GreaterThanOrEqualToThreshold" -> Optional.of(">=");
      case "LessThanThreshold" -> Optional.of("<");
      case "LessThanOrEqualToThreshold" -> Optional.of("<=");
      default -> Optional.empty();
    };
  }

  private static Optional<String> unit(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "none" -> Optional.empty();
      case "seconds" -> Optional.of("s");
      case "milliseconds" -> Optional.of("ms");
      case "microseconds" -> Optional.of("µs");
      case "percent" -> Optional.of("%");
      default -> Optional.of(name.toLowerCase(Locale.ROOT).replace("/", " per "));
    };
  }

  /** The metric or expression whose value is compared. */
  private record Compared(
      Optional<String> name, Optional<String> expression, Optional<String> unit) {
    /** In code points: the label's part of a name with an expression. */
    private static final int MAX_LABEL_LENGTH = 50;

    /** Reads the one that is returned; of an anomaly detector's two, the metric. */
    static Compared of(Fields parent, String nameField) {
      List<Compared> returned = new ArrayList<>();
      for (JsonNode node : parent.node("metrics")) {
        Fields metric = Fields.of(node);
        if (metric.node("returndata").asBoolean(true)) {
          returned.add(read(metric, nameField));
        }
      }
      return Stream.concat(
              returned.stream().filter(it -> it.expression.isEmpty()), returned.stream())
          .findFirst()
          .orElse(new Compared(Optional.empty(), Optional.empty(), Optional.empty()));
    }

    /** {@return the name of a metric for people: with its statistic, of which the first counts} */
    static Optional<String> metric(String name, Fields fields, String... statistics) {
      return Optional.of(
          Stream.of(statistics)
              .flatMap(statistic -> fields.get(statistic).stream())
              .findFirst()
              .map(text -> "%s (%s%s)".formatted(name, capitalized(text), period(fields)))
              .orElse(name));
    }

    private static String period(Fields fields) {
      return fields.get("period").map(seconds -> " over " + duration(seconds)).orElse("");
    }

    private static Compared read(Fields metric, String nameField) {
      Fields stat = metric.object("metricstat");
      Optional<String> name = stat.object("metric").get(nameField);
      if (name.isPresent()) {
        return new Compared(metric(name.get(), stat, "stat"), Optional.empty(), stat.get("unit"));
      }
      Optional<String> expression = metric.get("expression");
      Optional<String> label = metric.get("label").map(text -> Text.cut(text, MAX_LABEL_LENGTH));
      Optional<String> shown =
          label
              .map(text -> text + expression.map(math -> " [" + math + "]").orElse(""))
              .or(() -> expression)
              .or(() -> metric.get("id"));
      return new Compared(shown, expression, Optional.empty());
    }

    /** CloudWatch writes MAXIMUM in one format and Maximum in others. */
    private static String capitalized(String statistic) {
      return statistic.equals(statistic.toUpperCase(Locale.ROOT))
          ? statistic.substring(0, 1) + statistic.substring(1).toLowerCase(Locale.ROOT)
          : statistic;
    }

    private static String duration(String seconds) {
      return seconds.matches("[1-9][0-9]{0,5}") && Integer.parseInt(seconds) % 60 == 0
          ? Integer.parseInt(seconds) / 60 + " min"
          : Text.cut(seconds, 20) + " s";
    }
  }
}
