package org.pytorch.alerting.normalize.text;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pytorch.alerting.model.Priority;

/** Decoration around a value: quotes, Markdown, HTML. */
public final class Decoration {
  /** In characters. Longer text cannot be a name or a priority. */
  private static final int MAX_LENGTH = 2_000;

  private static final Pattern TAG =
      Pattern.compile(
          "</?(?:b|strong|i|em|u|code|p|li|ul|span|div|td|tr)(?: [^<>]{0,100})?>|&(?:nbsp|amp);",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern LINK = Pattern.compile("\\[([^\\[\\]]{1,200})\\]\\([^()]{0,500}\\)");
  private static final String QUOTES_AND_EMPHASIS = "*_`\"'“”‘’«»";
  private static final String PUNCTUATION = ",;.";

  /** A priority with an explanation, such as {@code P1 (high)} or {@code P1 - page}. */
  private static final Pattern EXPLAINED =
      Pattern.compile("([Pp][0-3])[^\\p{L}\\p{N}.].*|([0-3])\\s[(:–—-]\\s?\\p{L}.*");

  private static final Pattern ANY_PRIORITY = Pattern.compile("\\b[Pp](\\d)\\b");

  /** Two priorities, the second often without its letter: {@code P1/2}, {@code P1-3}. */
  private static final Pattern RANGE = Pattern.compile("^[Pp]?\\d\\s?[/–—-]\\s?[Pp]?\\d\\b");

  private Decoration() {}

  /** {@return {@code text} without the quotes, emphasis, tags and links around it} */
  public static String removed(String text) {
    String start = text.substring(0, Math.min(text.length(), MAX_LENGTH));
    return edges(LINK.matcher(withoutTags(start)).replaceAll("$1"));
  }

  /**
   * {@return {@code text} without the quotes, emphasis and spaces around it, and without
   * punctuation at its end} A loop, because a thousand alerts may share one long text.
   */
  public static String edges(String text) {
    int start = 0;
    while (start < text.length() && isEdge(text.charAt(start))) {
      start++;
    }
    int end = text.length();
    while (end > start
        && (isEdge(text.charAt(end - 1)) || PUNCTUATION.indexOf(text.charAt(end - 1)) >= 0)) {
      end--;
    }
    return text.substring(start, end);
  }

  private static boolean isEdge(char character) {
    return QUOTES_AND_EMPHASIS.indexOf(character) >= 0
        || Character.isSpaceChar(character)
        || (character >= '\t' && character <= '\r');
  }

  /** {@return {@code text} without HTML tags that only affect its appearance} */
  public static String withoutTags(String text) {
    return text.contains("<") || text.contains("&") ? TAG.matcher(text).replaceAll(" ") : text;
  }

  /**
   * {@return the priority in {@code text}, which may have decoration and an explanation; empty if
   * it has none or several}
   */
  public static Optional<Priority> priority(String text) {
    String plain = removed(text);
    Matcher explained = EXPLAINED.matcher(plain);
    if (!explained.matches() || RANGE.matcher(plain).find()) {
      return Priority.parse(plain);
    }
    Optional<Priority> priority =
        Priority.parse(Optional.ofNullable(explained.group(1)).orElseGet(() -> explained.group(2)));
    boolean another =
        ANY_PRIORITY
            .matcher(plain)
            .results()
            .anyMatch(other -> !Priority.parse(other.group(1)).equals(priority));
    return priority.filter(_ -> !another);
  }
}
