package org.pytorch.alerting.normalize.grouped;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.MeasuredValue;
import org.pytorch.alerting.normalize.source.ValueDraft;

/**
 * The values of a Grafana alert. Its webhook has the values of the rule's queries and expressions,
 * by their letters, but no threshold: that is shown if a label or an annotation has it.
 */
final class GrafanaValues {
  /** In characters: longer value strings are not read. */
  private static final int MAX_STRING_LENGTH = 8_000;

  /**
   * One entry of {@code valueString}. It has no escaping, so only labels without brackets are read;
   * anything else stays a text for people.
   */
  private static final Pattern ENTRY =
      Pattern.compile(
          "\\[ (?:var='(?<var>[^'\\[\\]]{1,100})' )?(?:metric='(?<metric>[^'\\[\\]]{0,200})' )?"
              + "labels=\\{[^{}\\[\\]]*+\\} value=(?<value>[^\\s\\[\\]]{1,60}) \\](?:, |$)");

  /** The value of a condition, which says only that the alert fires or does not. */
  private static final Pattern TRUTH = Pattern.compile("[01](?:[.]0)?");

  private GrafanaValues() {}

  /** {@return what the alert's rule measured; empty if nothing is known or readable} */
  static List<MeasuredValue> of(GroupedAlert alert) {
    Map<String, String> values = new TreeMap<>(alert.fields().object("values").texts());
    if (values.isEmpty()) {
      values.putAll(alert.fields().get("valuestring").map(GrafanaValues::parse).orElse(Map.of()));
    }
    List<Map.Entry<String, String>> measured = withoutCondition(List.copyOf(values.entrySet()));
    if (measured.size() == 1) {
      // A threshold among several values could be that of any of them.
      return AnnotatedValues.of(
          alert, measured.getFirst().getKey(), measured.getFirst().getValue());
    }
    return measured.stream()
        .flatMap(value -> new ValueDraft(value.getKey(), value.getValue()).finish().stream())
        .limit(AlertEvent.MAX_VALUES)
        .toList();
  }

  /**
   * {@return {@code values} without the rule's condition} That is usually the last expression, and
   * is 0 or 1. A single value is never left out.
   */
  private static List<Map.Entry<String, String>> withoutCondition(
      List<Map.Entry<String, String>> values) {
    boolean last = values.size() > 1 && TRUTH.matcher(values.getLast().getValue()).matches();
    return last ? values.subList(0, values.size() - 1) : values;
  }

  /** {@return the values in {@code text} by their letters; empty unless all of it can be read} */
  private static Map<String, String> parse(String text) {
    Map<String, String> values = new LinkedHashMap<>();
    if (text.length() > MAX_STRING_LENGTH) {
      return values;
    }
    Matcher entry = ENTRY.matcher(text);
    List<String> names = new ArrayList<>();
    int end = 0;
    while (end < text.length() && entry.region(end, text.length()).lookingAt()) {
      end = entry.end();
      String name =
          Optional.ofNullable(entry.group("var"))
              .or(() -> Optional.ofNullable(entry.group("metric")))
              .orElse("value");
      names.add(name);
      values.putIfAbsent(name, entry.group("value"));
    }
    return end == text.length() && names.size() == values.size() ? values : Map.of();
  }
}
