package org.pytorch.alerting.normalize.text;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Leftovers of templates that found no value or could not be evaluated. In a field that routes or
 * names an alert they count as missing, and the next candidate is used.
 */
public final class Placeholders {
  /** Replaces a placeholder in {@link #marked}: U+FFFC OBJECT REPLACEMENT CHARACTER. */
  private static final String MARK = "\uFFFC";

  /** In characters. Longer text cannot be a name, and is not checked. */
  private static final int MAX_LENGTH = 2_000;

  /** The first characters of all placeholders. */
  private static final String FIRST_CHARACTERS = "[<(&%{$#\\";

  /** No group is repeated, so no text overflows the stack. */
  private static final Pattern PLACEHOLDER =
      Pattern.compile(
          // The first character is checked before any of the alternatives.
          "(?=["
              + Pattern.quote(FIRST_CHARACTERS)
              + "])(?:"
              + String.join(
                  "|",
                  // Prometheus and Grafana, if evaluating the template failed.
                  "[<\\[]error (?:expanding|executing|parsing|rendering) template.*",
                  // Go, if a value is missing, or its fmt got another type.
                  "(?:[\\[<(]|&lt;|\\\\u003c) ?(?:no value|nil|null|none|undefined|unset|not set|missing) ?(?:[\\])>]|&gt;|\\\\u003e)",
                  "%!.?\\([^()\\n]{0,300}(?:\\([^()\\n]{0,300}\\))?[^()\\n]{0,300}\\)?",
                  // A template that was never evaluated: Go and Jinja, ERB, shell and JavaScript,
                  // Ruby, Logstash, old Grafana, Python.
                  "\\{\\{.*?(?:\\}\\}|\\z)",
                  "\\{%.*?(?:%\\}|\\z)",
                  "<%.*?(?:%>|\\z)",
                  "[$#%]\\{[^}\\n]{0,300}(?:\\}|\\z)",
                  "\\[\\[ ?[\\w.$-]{1,100} ?\\]\\]",
                  "%\\([\\w.-]{1,100}\\)[sdrf]",
                  "\\$(?:labels|values|externalLabels)\\.[\\w.]{1,100}",
                  // A variable that was never replaced, if it is the whole text: links may
                  // contain such forms.
                  "(?<=\\A[\\s\"'`]{0,9})(?:\\$[a-z_]\\w{0,100}|%[a-z_]\\w{0,100}%)(?=[\\s\"'`]{0,9}\\z)")
              + ")",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /** Words that programs and people use for a missing value. */
  private static final Set<String> NOTHING =
      Set.of(
          "null",
          "nil",
          "none",
          "undefined",
          "unknown",
          "unset",
          "not set",
          "not-set",
          "no value",
          "no-value",
          "n/a",
          "n-a",
          "n.a",
          "nan",
          "tbd",
          "todo",
          "fixme",
          "changeme",
          "change-me",
          "change me");

  /**
   * What stands for a whole name if something was not replaced or evaluated: Go's error and its
   * empty map, a reference of CloudFormation, {@code __TEAM__} and {@code @@TEAM@@}.
   */
  private static final Pattern NOT_REPLACED =
      Pattern.compile(
          "\\s*(?:template: [^:\\n]{0,200}:\\d{1,9}:.*|map\\[[^\\n]{0,300}\\]"
              + "|\\{\\s{0,9}\"(?:Ref|Fn::\\w{1,50})\".*|(__|@@)\\w{1,100}?\\1)\\s*",
          Pattern.DOTALL);

  private Placeholders() {}

  /** {@return whether a placeholder is anywhere in {@code text}} */
  public static boolean isIn(String text) {
    return marked(text).contains(MARK);
  }

  /** {@return whether {@code text} has placeholders and no letter or digit besides} */
  public static boolean isAll(String text) {
    String marked = marked(text);
    return marked.contains(MARK) && marked.codePoints().noneMatch(Character::isLetterOrDigit);
  }

  /**
   * {@return whether {@code text} means no team or no priority: it has a placeholder, or is a word
   * such as {@code N/A}, or has no letter or digit}
   */
  public static boolean isNothing(String text) {
    String word = Decoration.removed(text).toLowerCase(Locale.ROOT);
    return isIn(text)
        || NOT_REPLACED.matcher(text).matches()
        || NOTHING.contains(word)
        || word.codePoints().noneMatch(Character::isLetterOrDigit);
  }

  /** {@return the start of {@code text} with a neutral character for each placeholder} */
  public static String marked(String text) {
    String start = text.substring(0, Math.min(text.length(), MAX_LENGTH));
    // Most texts have none, and a search for characters is faster than one for a pattern.
    return start.chars().anyMatch(character -> FIRST_CHARACTERS.indexOf(character) >= 0)
        ? PLACEHOLDER.matcher(start).replaceAll(MARK)
        : start;
  }
}
