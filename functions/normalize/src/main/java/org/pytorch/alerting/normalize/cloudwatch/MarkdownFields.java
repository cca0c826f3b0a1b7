package org.pytorch.alerting.normalize.cloudwatch;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pytorch.alerting.normalize.text.Decoration;

/**
 * Rewrites keys and values that Markdown relates by position into lines such as {@code Team:
 * harbor}: a table, whose keys are the names of the columns or the first of two columns, and a
 * heading {@code ## Team} or {@code **Team**} with one word below it. All other text stays as it
 * is.
 */
final class MarkdownFields {
  private static final Pattern DELIMITER =
      Pattern.compile("\\s*\\|?\\s*:?-+:?\\s*(?:\\|\\s*:?-+:?\\s*){1,50}+\\|?\\s*");

  private static final Pattern KEY =
      Pattern.compile(AlarmDescriptionReader.KEY, Pattern.CASE_INSENSITIVE);

  private static final Pattern HEADING =
      Pattern.compile("\\s*(?:#{1,6}\\s[\\s*_]*|\\*\\*|__)([\\w-]{1,50}?):?[\\s*_#]*");

  private static final Pattern ONE_WORD =
      Pattern.compile("[\\s*_`]*[\\p{L}\\p{N}@][\\p{L}\\p{N}@./-]{0,100}[\\s*_`]*");

  /** Rows of one table; the others stay text. */
  private static final int MAX_ROWS = 50;

  private MarkdownFields() {}

  /** {@return {@code text} with a line for each value of its tables} */
  static String asLines(String text) {
    if (!text.contains("|") && !text.contains("#") && !text.contains("*") && !text.contains("__")) {
      return text;
    }
    List<String> lines = text.lines().toList();
    List<String> result = new ArrayList<>();
    int at = 0;
    while (at < lines.size()) {
      int table = endOfTable(lines, at);
      int section = endOfSection(lines, at);
      if (table > at) {
        result.addAll(values(lines.subList(at, table)));
      } else if (section > at) {
        result.add(name(lines.get(at)) + ": " + lines.get(section - 1).strip());
      } else {
        result.add(lines.get(at));
      }
      at = Math.max(at + 1, Math.max(table, section));
    }
    return String.join("\n", result);
  }

  /**
   * {@return the line after the table that starts at {@code start}; {@code start} if there is no
   * table}
   */
  private static int endOfTable(List<String> lines, int start) {
    boolean table =
        start + 1 < lines.size()
            && lines.get(start).contains("|")
            && DELIMITER.matcher(lines.get(start + 1)).matches();
    if (!table) {
      return start;
    }
    int end = start + 2;
    while (end < lines.size() && end - start <= MAX_ROWS + 1 && lines.get(end).contains("|")) {
      end++;
    }
    return end;
  }

  /**
   * {@return the line after the one word below the heading at {@code start}; {@code start} if there
   * is none}
   */
  private static int endOfSection(List<String> lines, int start) {
    if (!isKey(name(lines.get(start)))) {
      return start;
    }
    int below = start + 1;
    while (below < lines.size() && lines.get(below).isBlank()) {
      below++;
    }
    boolean oneWord = below < lines.size() && ONE_WORD.matcher(lines.get(below)).matches();
    return oneWord ? below + 1 : start;
  }

  /** {@return the text of a heading, or nothing} */
  private static String name(String line) {
    Matcher heading = HEADING.matcher(line);
    return line.length() < 100 && heading.matches() ? heading.group(1) : "";
  }

  private static List<String> values(List<String> table) {
    List<String> names = cells(table.getFirst());
    List<List<String>> rows = table.stream().skip(2).map(MarkdownFields::cells).toList();
    boolean pairs = names.size() == 2 && rows.stream().anyMatch(row -> isKey(row.getFirst()));
    if (pairs) {
      Stream<List<String>> first = isKey(names.getFirst()) ? Stream.of(names) : Stream.of();
      return Stream.concat(first, rows.stream()).map(MarkdownFields::pair).toList();
    }
    if (names.stream().noneMatch(MarkdownFields::isKey)) {
      return table;
    }
    return rows.stream()
        .flatMap(
            row ->
                IntStream.range(0, Math.min(names.size(), row.size()))
                    .mapToObj(column -> names.get(column) + ": " + row.get(column)))
        .toList();
  }

  private static String pair(List<String> cells) {
    return cells.getFirst() + ": " + String.join(" | ", cells.subList(1, cells.size()));
  }

  private static boolean isKey(String cell) {
    return cell.length() < 50 && KEY.matcher(Decoration.removed(cell)).matches();
  }

  /** {@return the cells of a row, at least one} */
  private static List<String> cells(String row) {
    String inner = row.strip();
    inner = inner.startsWith("|") ? inner.substring(1) : inner;
    inner = inner.endsWith("|") ? inner.substring(0, inner.length() - 1) : inner;
    return Stream.of(inner.split("\\|", -1)).map(String::strip).toList();
  }
}
