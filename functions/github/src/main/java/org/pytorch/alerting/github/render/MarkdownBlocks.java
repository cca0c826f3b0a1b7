package org.pytorch.alerting.github.render;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes a sender's multi-line text as Markdown. Bullet lists and fenced code are kept, because
 * authors of alerts write them; everything else is plain text.
 */
final class MarkdownBlocks {
  private static final Pattern FENCE = Pattern.compile(" {0,3}(?<fence>`{3,}|~{3,})[ \\w+.-]*");
  private static final Pattern BULLET =
      Pattern.compile("(?<indent>[ \\t]*)[-*+][ \\t]+(?<item>\\S.*)");
  private static final Pattern INDENT = Pattern.compile("[ \\t]+");

  /** Deeper lists are shown at this depth. */
  private static final int MAX_DEPTH = 4;

  private enum Kind {
    BLANK,
    TEXT,
    LIST,
    CODE
  }

  private final MarkdownEscape escape;
  private final List<String> written = new ArrayList<>();
  private final Deque<Integer> indents = new ArrayDeque<>();
  private Kind last = Kind.BLANK;

  private MarkdownBlocks(MarkdownEscape escape) {
    this.escape = escape;
  }

  /** {@return {@code text} as blocks of Markdown, without blank lines around them} */
  static String of(String text, MarkdownEscape escape) {
    MarkdownBlocks blocks = new MarkdownBlocks(escape);
    blocks.write(SafeText.clean(text).lines().toList());
    return String.join("\n", blocks.written).strip();
  }

  /**
   * {@return {@code clean} as a fenced block; its fence is longer than any run of backticks in it}
   */
  static String fenced(String clean) {
    return fencedInert(SafeText.inert(clean), "");
  }

  /** {@return text that is already inert as a fenced block} */
  static String fencedInert(String inert, String language) {
    String fence = "`".repeat(Math.max(3, MarkdownEscape.longestRun(inert, '`') + 1));
    return fence + language + "\n" + inert + "\n" + fence;
  }

  private void write(List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      Matcher bullet = BULLET.matcher(lines.get(i));
      Optional<Integer> end = endOfCode(lines, i);
      if (end.isPresent()) {
        begin(Kind.CODE);
        written.add(fenced(String.join("\n", lines.subList(i + 1, end.get()))));
        i = end.get();
      } else if (bullet.matches()) {
        begin(Kind.LIST);
        written.add(
            "  ".repeat(depth(bullet.group("indent"))) + "- " + escape.line(bullet.group("item")));
      } else if (lines.get(i).isBlank()) {
        begin(Kind.BLANK);
      } else {
        begin(Kind.TEXT);
        written.add(indented(lines.get(i)));
      }
    }
  }

  /** Separates blocks of different kinds by a blank line, otherwise one would absorb the other. */
  private void begin(Kind kind) {
    if (kind != Kind.LIST) {
      indents.clear();
    }
    boolean separate = kind != last || kind == Kind.CODE;
    if (separate && !written.isEmpty() && !written.getLast().isEmpty()) {
      written.add("");
    }
    last = kind;
  }

  /** {@return the end of the code that begins at {@code start}; without an end it is not code} */
  private static Optional<Integer> endOfCode(List<String> lines, int start) {
    Matcher open = FENCE.matcher(lines.get(start));
    if (!open.matches()) {
      return Optional.empty();
    }
    String fence = open.group("fence");
    for (int i = start + 1; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.length() >= fence.length()
          && MarkdownEscape.longestRun(line, fence.charAt(0)) == line.length()) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }

  private int depth(String indent) {
    int width = indent.replace("\t", "    ").length();
    while (!indents.isEmpty() && indents.peek() > width) {
      indents.pop();
    }
    if (indents.isEmpty() || indents.peek() < width) {
      indents.push(width);
    }
    return Math.min(indents.size() - 1, MAX_DEPTH);
  }

  /** Leading spaces would make it a code block; no-break spaces only look like them. */
  private String indented(String line) {
    Matcher indent = INDENT.matcher(line);
    int width = indent.lookingAt() ? indent.group().replace("\t", "    ").length() : 0;
    return "\u00a0".repeat(Math.min(width, 16)) + escape.line(line);
  }
}
