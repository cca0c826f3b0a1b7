package org.pytorch.alerting.github.render;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pytorch.alerting.model.Links;

/**
 * A description in two parts: the lines that say what to do, and the others. Authors write {@code
 * Runbook: open the second gate} into it, and normalize adds such a line for a runbook that is not
 * a link. The text up to a blank line or the next such word belongs to it; after a link, only a
 * list does.
 *
 * @param steps what to do, without the word; empty if the description does not say it
 * @param rest the other lines
 */
record RunbookLines(String steps, String rest) {
  private static final Pattern RUNBOOK =
      Pattern.compile(
          "[\\s>*_+#•-]{0,10}runbook(?:[_ ]ur[il])?[\\s*_]{0,5}[:=][\\s*_]{0,5}(?<text>.*)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern ITEM = Pattern.compile("[ \\t]*(?:[-*+•]|\\d{1,2}[.)])[ \\t]+\\S.*");

  /** The beginning of another field, such as {@code Dashboard:}. */
  private static final Pattern FIELD = Pattern.compile("\\p{L}[\\p{L}\\d _-]{0,49}[:=].*");

  private static final Pattern BLANK_START = Pattern.compile("^(?:[ \\t]*\\n)+");

  private static final Pattern FENCE = Pattern.compile(" {0,3}(?:`{3}|~{3}).*");

  private enum Within {
    REST,
    LIST,
    STEPS
  }

  static RunbookLines of(String description) {
    List<String> steps = new ArrayList<>();
    List<String> rest = new ArrayList<>();
    Within within = Within.REST;
    boolean inCode = false;
    for (String line : SafeText.clean(description).lines().toList()) {
      inCode ^= FENCE.matcher(line).matches();
      Matcher runbook = RUNBOOK.matcher(line);
      if (!inCode && runbook.matches()) {
        String text = runbook.group("text");
        steps.add(text);
        within = Links.usable(text).isPresent() ? Within.LIST : Within.STEPS;
      } else {
        within = goesOn(within, line) ? within : Within.REST;
        (within == Within.REST ? rest : steps).add(line);
      }
    }
    return new RunbookLines(joined(steps), joined(rest));
  }

  private static boolean goesOn(Within within, String line) {
    boolean item = ITEM.matcher(line).matches();
    return switch (within) {
      case REST -> false;
      case LIST -> item;
      case STEPS -> item || (!line.isBlank() && !FIELD.matcher(line).matches());
    };
  }

  private static String joined(List<String> lines) {
    // Not the indent of the first line that has text.
    return BLANK_START.matcher(String.join("\n", lines)).replaceFirst("").stripTrailing();
  }
}
