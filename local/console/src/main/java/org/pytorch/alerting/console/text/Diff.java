package org.pytorch.alerting.console.text;

import java.util.ArrayList;
import java.util.List;

/** The difference of two texts, line by line. */
public final class Diff {
  /** In lines; the table for longer texts would be too large. */
  private static final int MAX_LINES = 1_500;

  /** Unchanged lines that are shown before and after a change. */
  private static final int CONTEXT = 2;

  private Diff() {}

  /** What became of a line. */
  public enum Kind {
    SAME(" "),
    REMOVED("−"),
    ADDED("+"),
    /** Unchanged lines that are left out. */
    SKIPPED("⋯");

    private final String sign;

    Kind(String sign) {
      this.sign = sign;
    }

    public String sign() {
      return sign;
    }
  }

  public record Line(Kind kind, String text) {}

  /**
   * {@return the changed lines with those around them} Texts that are too long are removed and
   * added as a whole.
   */
  public static List<Line> of(String before, String after) {
    List<String> old = before.lines().toList();
    List<String> current = after.lines().toList();
    return shortened(
        Math.max(old.size(), current.size()) > MAX_LINES
            ? replaced(old, current)
            : compared(old, current));
  }

  private static List<Line> replaced(List<String> old, List<String> current) {
    List<Line> lines = new ArrayList<>();
    old.forEach(text -> lines.add(new Line(Kind.REMOVED, text)));
    current.forEach(text -> lines.add(new Line(Kind.ADDED, text)));
    return lines;
  }

  /** By the longest common subsequence. */
  private static List<Line> compared(List<String> old, List<String> current) {
    int[][] common = new int[old.size() + 1][current.size() + 1];
    for (int i = old.size() - 1; i >= 0; i--) {
      for (int j = current.size() - 1; j >= 0; j--) {
        common[i][j] =
            old.get(i).equals(current.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    List<Line> lines = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < old.size() || j < current.size()) {
      if (i < old.size() && j < current.size() && old.get(i).equals(current.get(j))) {
        lines.add(new Line(Kind.SAME, old.get(i)));
        i++;
        j++;
      } else if (j == current.size() || (i < old.size() && common[i + 1][j] >= common[i][j + 1])) {
        lines.add(new Line(Kind.REMOVED, old.get(i)));
        i++;
      } else {
        lines.add(new Line(Kind.ADDED, current.get(j)));
        j++;
      }
    }
    return lines;
  }

  private static List<Line> shortened(List<Line> lines) {
    boolean[] near = new boolean[lines.size()];
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).kind() != Kind.SAME) {
        for (int j = Math.max(0, i - CONTEXT); j <= Math.min(near.length - 1, i + CONTEXT); j++) {
          near[j] = true;
        }
      }
    }
    List<Line> shown = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (near[i]) {
        shown.add(lines.get(i));
      } else if (i == 0 || near[i - 1]) {
        int end = i;
        while (end < near.length && !near[end]) {
          end++;
        }
        shown.add(new Line(Kind.SKIPPED, Words.count(end - i, "unchanged line")));
      }
    }
    return shown;
  }
}
