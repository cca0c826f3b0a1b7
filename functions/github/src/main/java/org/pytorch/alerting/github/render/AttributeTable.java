package org.pytorch.alerting.github.render;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.Links;
import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.model.text.NoteLine;
import org.pytorch.alerting.model.text.Truncation;

/**
 * A table of an alert's annotations, labels and dimensions, except those that the issue shows
 * elsewhere. Names that begin with two underscores are Grafana's own; only the payload has them.
 */
final class AttributeTable {
  static final int MAX_ROWS = 60;

  /** In code points, as written. */
  static final int MAX_LENGTH = 20_000;

  /** In code points, of names and values that the model does not limit. */
  private static final int MAX_VALUE_LENGTH = 500;

  private static final String HEADING =
      "### Labels and annotations\n\n| Name | Value |\n| --- | --- |";

  /** In code points: the heading, and the line about rows that are left out. */
  private static final int FRAME = 120;

  private record Row(String name, String value) {}

  private final MarkdownEscape escape;

  AttributeTable(MarkdownEscape escape) {
    this.escape = escape;
  }

  /** {@return the table, at most {@code room} code points long; empty without rows} */
  String of(AlertEvent event, int room) {
    SequencedSet<Row> rows = rows(event);
    List<String> lines = new ArrayList<>();
    int left = Math.min(room, MAX_LENGTH) - FRAME;
    for (Row row : rows) {
      String line = "| %s | %s |".formatted(escape.cell(row.name()), escape.cell(row.value()));
      left -= IssueText.length(line) + 1;
      if (lines.size() == MAX_ROWS || left < 0) {
        break;
      }
      lines.add(line);
    }
    if (lines.isEmpty()) {
      return rows.isEmpty() || room < FRAME ? "" : leftOut(rows.size());
    }
    int more = rows.size() - lines.size();
    return HEADING + "\n" + String.join("\n", lines) + (more > 0 ? "\n\n" + leftOut(more) : "");
  }

  private static String leftOut(int rows) {
    return "and %d more labels and annotations, which are not shown".formatted(rows);
  }

  /** Annotations come first, because authors write them for people. */
  private static SequencedSet<Row> rows(AlertEvent event) {
    SequencedSet<Row> rows = new LinkedHashSet<>();
    Map<String, String> labels = new TreeMap<>(event.dimensions().orElse(Map.of()));
    labels.putAll(event.labels().orElse(Map.of()));
    // The alerts of a large group have lost all other labels.
    event.resource().extra().orElse(Map.of()).forEach(labels::putIfAbsent);
    Stream.of(event.annotations().orElse(Map.of()), labels)
        .flatMap(texts -> texts.entrySet().stream())
        .filter(text -> !text.getKey().isBlank() && !text.getValue().isBlank())
        .filter(text -> !isShown(event, text.getKey(), text.getValue().strip()))
        .map(text -> new Row(cut(text.getKey()), cut(text.getValue())))
        .forEach(rows::add);
    return rows;
  }

  private static String cut(String text) {
    return Truncation.marked(text, MAX_VALUE_LENGTH);
  }

  private static boolean isShown(AlertEvent event, String name, String value) {
    String field = name.toLowerCase(Locale.ROOT);
    return switch (field) {
      case "alertname", "rulename" -> event.title().contains(value);
      case "team", "teams" -> event.teams().contains(value);
      case "priority" -> event.priority().map(Priority::name).filter(value::equals).isPresent();
      case "region", "aws_region" -> event.resource().region().filter(value::equals).isPresent();
      case "summary", "description", "message", "error", "grafana_state_reason" ->
          isIn(value, texts(event));
      case "runbook", "runbook_url", "dashboard", "dashboard_url" ->
          isLink(event.links(), value) || hasNote(event, field, value);
      default ->
          field.startsWith("__") || isResource(event, field, value) || hasNote(event, field, value);
    };
  }

  private static Stream<String> texts(AlertEvent event) {
    return Stream.of(event.summary(), event.description(), event.reason())
        .flatMap(Optional::stream);
  }

  private static boolean isIn(String value, Stream<String> texts) {
    String uncut =
        value.endsWith(Truncation.MARK)
            ? value.substring(0, value.length() - Truncation.MARK.length())
            : value;
    return texts.anyMatch(text -> text.contains(uncut));
  }

  private static boolean isLink(Links links, String value) {
    return Stream.of(links.runbookUrl(), links.dashboardUrl(), links.panelUrl())
        .flatMap(Optional::stream)
        .anyMatch(value::equals);
  }

  /**
   * {@return whether the issue already shows {@code value} as its service, instance or the like}
   */
  private static boolean isResource(AlertEvent event, String name, String value) {
    return name.startsWith(event.resource().type().jsonName())
        && event.resource().id().filter(value::equals).isPresent();
  }

  /** Normalize adds texts for people to the description, where they survive in large groups. */
  private static boolean hasNote(AlertEvent event, String name, String value) {
    String note = "\n" + NoteLine.of(name, value) + "\n";
    return event.description().filter(text -> ("\n" + text + "\n").contains(note)).isPresent();
  }
}
