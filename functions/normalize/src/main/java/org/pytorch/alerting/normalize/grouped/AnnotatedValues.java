package org.pytorch.alerting.normalize.grouped;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pytorch.alerting.model.MeasuredValue;
import org.pytorch.alerting.normalize.source.ValueDraft;

/** A value and its threshold, as far as a rule's author gives them in annotations or labels. */
final class AnnotatedValues {
  private static final List<String> VALUES = List.of("value", "current_value");
  private static final List<String> THRESHOLDS = List.of("threshold", "threshold_value");

  private AnnotatedValues() {}

  /** {@return the value in the alert's annotations; empty if there is none} */
  static List<MeasuredValue> of(GroupedAlert alert) {
    return first(alert, VALUES).map(value -> of(alert, "value", value)).orElse(List.of());
  }

  /**
   * {@return {@code value} completed from the annotations}
   *
   * @param name unless they name the metric
   */
  static List<MeasuredValue> of(GroupedAlert alert, String name, String value) {
    String metric = first(alert, List.of("metric", "__name__")).orElse(name);
    ValueDraft draft = new ValueDraft(metric, value);
    first(alert, THRESHOLDS).ifPresent(draft::threshold);
    first(alert, List.of("unit")).ifPresent(draft::unit);
    return draft.finish().stream().toList();
  }

  private static Optional<String> first(GroupedAlert alert, List<String> names) {
    return names.stream()
        .flatMap(name -> Stream.of(alert.annotation(name), alert.label(name)))
        .flatMap(Optional::stream)
        .findFirst();
  }
}
