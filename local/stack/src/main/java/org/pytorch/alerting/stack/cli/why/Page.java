package org.pytorch.alerting.stack.cli.why;

import java.io.PrintStream;
import org.pytorch.alerting.stack.cli.text.TextTable;

/** Labelled paragraphs, wrapped for a terminal. */
final class Page {
  private static final int LABEL_WIDTH = 9;
  private static final String INDENT = "  ";
  private static final int WIDTH = TextTable.MAX_WIDTH - INDENT.length() - LABEL_WIDTH;

  private final PrintStream out;
  private String last = "";

  Page(PrintStream out) {
    this.out = out;
  }

  /** Begins a block. */
  void heading(String text) {
    out.println();
    TextTable.wrapped(text.replaceAll("\\s+", " "), TextTable.MAX_WIDTH).forEach(out::println);
    last = "";
  }

  /** Prints a paragraph; a label that is the same as the one before is left out. */
  void line(String label, String text) {
    String shown = label.equals(last) ? "" : label;
    for (String line : text.lines().toList()) {
      for (String piece : TextTable.wrapped(line, WIDTH)) {
        out.println(
            (INDENT + shown + " ".repeat(LABEL_WIDTH - shown.length()) + piece).stripTrailing());
        shown = "";
      }
    }
    last = label;
  }
}
