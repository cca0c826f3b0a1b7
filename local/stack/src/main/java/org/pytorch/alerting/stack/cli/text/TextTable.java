package org.pytorch.alerting.stack.cli.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** A table for a terminal. If the rows are too wide, the last column is wrapped, others are cut. */
public final class TextTable {
  /** In characters. */
  public static final int MAX_WIDTH = 118;

  /** The last column is at least so wide. */
  private static final int MIN_LAST = 40;

  private static final String GAP = "  ";
  private static final String INDENT = "  ";
  private static final String CUT = "…";

  private final List<String> headings;
  private final List<List<String>> rows = new ArrayList<>();

  public TextTable(String... headings) {
    this.headings = List.of(headings);
  }

  /** Adds a row with one cell per heading. */
  public void row(Object... cells) {
    if (cells.length != headings.size()) {
      throw new IllegalArgumentException("a row of %d cells".formatted(cells.length));
    }
    rows.add(Arrays.stream(cells).map(cell -> oneLine(String.valueOf(cell))).toList());
  }

  /**
   * {@return the lines: headings, a rule, and the rows; a row takes several lines if the last
   * column wraps}
   */
  public List<String> lines() {
    int[] widths = widths();
    List<String> lines = new ArrayList<>();
    lines.add(line(headings, widths));
    lines.add(line(IntStream.of(widths).mapToObj("─"::repeat).toList(), widths));
    rows.forEach(row -> addWrapped(row, widths, lines));
    return lines;
  }

  private static void addWrapped(List<String> row, int[] widths, List<String> lines) {
    int last = row.size() - 1;
    List<String> pieces = wrapped(row.getLast(), widths[last]);
    for (int i = 0; i < pieces.size(); i++) {
      List<String> cells = new ArrayList<>(i == 0 ? row : Collections.nCopies(row.size(), ""));
      cells.set(last, pieces.get(i));
      lines.add(line(cells, widths));
    }
  }

  private int[] widths() {
    int[] widths =
        IntStream.range(0, headings.size())
            .map(
                column ->
                    rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .reduce(headings.get(column).length(), Math::max))
            .toArray();
    int last = widths.length - 1;
    int room = MAX_WIDTH - INDENT.length() - last * GAP.length();
    int least = Math.min(widths[last], Math.max(MIN_LAST, headings.get(last).length()));
    while (IntStream.of(widths).limit(last).sum() > room - least) {
      widths[widest(widths, last)]--;
    }
    widths[last] = Math.min(widths[last], room - IntStream.of(widths).limit(last).sum());
    return widths;
  }

  private static int widest(int[] widths, int columns) {
    return IntStream.range(0, columns)
        .reduce((one, other) -> widths[other] > widths[one] ? other : one)
        .orElseThrow();
  }

  private static String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder(INDENT);
    for (int column = 0; column < widths.length; column++) {
      String cell = cut(cells.get(column), widths[column]);
      line.append(cell);
      if (column < widths.length - 1) {
        line.append(" ".repeat(widths[column] - cell.length())).append(GAP);
      }
    }
    return line.toString().stripTrailing();
  }

  /** {@return the lines of {@code text} in one} */
  public static String oneLine(String text) {
    return text.strip().replaceAll("[.;]?\\s*\\R\\s*", "; ").replaceAll("\\s+", " ");
  }

  /** {@return {@code text} in lines of at most {@code width} characters, broken between words} */
  public static List<String> wrapped(String text, int width) {
    List<String> lines = new ArrayList<>();
    String rest = text.strip();
    while (rest.length() > width) {
      int space = rest.lastIndexOf(' ', width);
      int end = space > 0 ? space : width;
      lines.add(rest.substring(0, end));
      rest = rest.substring(end).strip();
    }
    lines.add(rest);
    return lines;
  }

  /** {@return at most {@code width} characters of {@code text}} */
  public static String cut(String text, int width) {
    return text.length() <= width ? text : text.substring(0, width - 1) + CUT;
  }
}
