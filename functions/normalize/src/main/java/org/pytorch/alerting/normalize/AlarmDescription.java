package org.pytorch.alerting.normalize;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.pytorch.alerting.model.Truncation;

/**
 * The description of a CloudWatch alarm: lines {@code TEAM=…}, {@code PRIORITY: …} and so on, which
 * are metadata, and the rest, which is for people. Lines end with LF, CRLF, a literal {@code \n}
 * (as tools write it that do not know line ends) or {@code |}. Keys are in any case; of lines with
 * one key the last that is not blank counts; values are kept as they are.
 */
record AlarmDescription(Map<Key, String> metadata, Optional<String> text) {
  /** What can be said in a description. */
  enum Key {
    TEAM,
    TEAMS,
    PRIORITY,
    RUNBOOK,
    SUMMARY,
    DASHBOARD
  }

  private static final Pattern SEPARATOR = Pattern.compile("\r\n|\n|\r|\\\\r\\\\n|\\\\n|\\|");

  /** All that looks like one: what is pasted from a page has other spaces than a keyboard. */
  private static final String SPACES = "[\\s\\p{Z}\\x1c-\\x1f]*";

  private static final Pattern METADATA =
      Pattern.compile(
          SPACES + "(TEAMS?|PRIORITY|RUNBOOK|SUMMARY|DASHBOARD)" + SPACES + "[=:](.*)",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern BLANK_LINES = Pattern.compile("\n\\s*\n");

  /** In code points. CloudWatch allows 1,024; others' messages may look like CloudWatch's. */
  private static final int MAX_LENGTH = 16_384;

  static AlarmDescription parse(String text) {
    return read(Truncation.hard(text, MAX_LENGTH));
  }

  private static AlarmDescription read(String description) {
    Map<Key, String> metadata = new EnumMap<>(Key.class);
    StringBuilder text = new StringBuilder();
    Matcher separator = SEPARATOR.matcher(description);
    String before = "";
    boolean cutOff = false;
    int start = 0;
    while (start <= description.length()) {
      boolean found = separator.find();
      int end = found ? separator.start() : description.length();
      String line = description.substring(start, end);
      if (addMetadata(line, metadata)) {
        before = "\n";
        cutOff = found && separator.group().equals("|");
      } else {
        // A bar between two texts for people was none of ours: it stays as it was written.
        text.append(before).append(cutOff ? line.stripLeading() : line);
        before = found && separator.group().equals("|") ? "|" : "\n";
        cutOff = false;
      }
      start = found ? separator.end() : description.length() + 1;
    }
    return new AlarmDescription(metadata, tidy(text.toString()));
  }

  /** {@return the value of {@code key}, if it was given and is not blank} */
  Optional<String> get(Key key) {
    return Optional.ofNullable(metadata.get(key));
  }

  private static Optional<String> tidy(String text) {
    String lines = text.lines().map(String::stripTrailing).collect(Collectors.joining("\n"));
    String tidy = BLANK_LINES.matcher(lines.strip()).replaceAll("\n\n");
    return tidy.isEmpty() ? Optional.empty() : Optional.of(tidy);
  }

  private static boolean addMetadata(String line, Map<Key, String> metadata) {
    Matcher matcher = METADATA.matcher(line);
    if (!matcher.matches()) {
      return false;
    }
    String value = matcher.group(2).strip();
    if (!value.isEmpty()) {
      metadata.put(Key.valueOf(matcher.group(1).toUpperCase(Locale.ROOT)), value);
    }
    return true;
  }
}
