package org.pytorch.alerting.normalize.cloudwatch;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.model.text.Truncation;
import org.pytorch.alerting.normalize.cloudwatch.AlarmDescription.AlarmKey;
import org.pytorch.alerting.normalize.source.Teams;
import org.pytorch.alerting.normalize.source.UsableLink;
import org.pytorch.alerting.normalize.text.Decoration;
import org.pytorch.alerting.normalize.text.Placeholders;

/**
 * Reads one description: lines {@code TEAM=…}, {@code - **Priority:** …} and so on, several keys in
 * one line, a list of teams below {@code teams:}, or a JSON object. Lines end with LF, CRLF, a
 * literal {@code \n} (as written by tools without line ends), {@code <br>} or {@code |}. Keys may
 * be in any case. A line is removed from the text only if the event has fields for all of it.
 */
final class AlarmDescriptionReader {
  private static final Pattern SEPARATOR =
      Pattern.compile("\r\n|\n|\r|\\\\r\\\\n|\\\\n|\\||<br ?/?>", Pattern.CASE_INSENSITIVE);

  /** Everything that looks like a space: text pasted from a page has other ones than a keyboard. */
  private static final String SPACE = "\\s\\p{Z}\\x1c-\\x1f";

  private static final String QUOTE = "*_`\"'“”‘’";

  /** The names of the keys, in any case. */
  static final String KEY = "(TEAMS?|PRIORITY|RUNBOOK(?:_URL)?|SUMMARY|DASHBOARD(?:_URL)?)";

  /**
   * The signs between a key and its value, including the full-width ones, {@code =>} and {@code
   * :=}.
   */
  private static final String IS = "[=:\uff1a\uff1d]{1,2}>?";

  private static final Pattern METADATA =
      pattern(
          "[%1$s%2$s>+•#/\\p{So}\\p{Sk}\ufe0f-]*(?:\\d{1,2}[.)][%1$s]{1,9}[%2$s]*)?(?:\\[[ xX]\\][%1$s]{1,9}[%2$s]*)?%3$s[%1$s%2$s]*%4$s(?:[%2$s]{1,3}(?=[%1$s]))?(.*)");

  /** The next key in a line that starts with one. */
  private static final Pattern NEXT_KEY =
      pattern(
          "[%1$s.,;/&(·–—-][%1$s,;/&(·–—-]{0,9}(?:(?:and|with)[%1$s]{1,9})?(?=[%2$s]{0,3}%3$s[%2$s]{0,3}[%1$s]{0,5}%4$s)");

  private static final Pattern LIST_ITEM =
      pattern("[%1$s]*[-*+•][%1$s]+(?:name[%1$s]*:)?[%1$s]*(.*)");

  /** In a sentence, forms that cannot be part of it: {@code team=harbor}, {@code PRIORITY: P1}. */
  private static final List<Pattern> IN_TEXT =
      List.of(
          pattern(
              "(?<![\\p{L}\\p{N}_.-])(teams?|priority)=[\"'`]?([^\\s,;|()\\[\\]<>\"'`]{1,100})"),
          pattern("(?<![\\p{L}\\p{N}_.-])(priority)[\"'`]? ?: ?[\"'`]?(P[0-3])(?![\\p{L}\\p{N}])"),
          pattern("(?<=[.;!?,] )(teams?): ?([^\\s,;()\\[\\]]{1,100}?)(?=[.,;](?:\\s|$)|$)"),
          pattern("[(\\[] ?(teams?) ?: ?([^\\s,;()\\[\\]]{1,100}) ?(?=[,;)\\]])"),
          pattern("\"(teams?|priority)\" ?: ?\"([^\"\\n]{1,100})\""));

  private static final Pattern BRACES =
      Pattern.compile("\\s*\\{([^{}\"]*(?:\\}\\s*\\{[^{}\"]*+){0,9})\\}\\s*");
  private static final Pattern BETWEEN_BRACES = Pattern.compile("\\}\\s*\\{");

  private static final Pattern BLANK_LINES = Pattern.compile("\n\\s*\n");

  /**
   * In code points. CloudWatch allows 1,024; other senders' messages may look like CloudWatch's.
   */
  private static final int MAX_LENGTH = 16_384;

  /** Values that are kept for one key. */
  private static final int MAX_VALUES = 20;

  private final Map<AlarmKey, List<String>> lines = new EnumMap<>(AlarmKey.class);
  private final Map<AlarmKey, List<String>> inText = new EnumMap<>(AlarmKey.class);

  /** The key of a list whose items are expected. */
  private Optional<AlarmKey> openList = Optional.empty();

  AlarmDescription read(String description) {
    String start = Truncation.hard(description, MAX_LENGTH);
    Optional<String> text =
        DescriptionObject.parse(start)
            .map(object -> object.read(this::put).flatMap(this::fromLines))
            .orElseGet(() -> fromLines(MarkdownFields.asLines(start)));
    return new AlarmDescription(lines, inText, text);
  }

  private Optional<String> fromLines(String description) {
    StringBuilder text = new StringBuilder();
    Matcher separator = SEPARATOR.matcher(description);
    String before = "";
    boolean cutOff = false;
    int start = 0;
    while (start <= description.length()) {
      boolean found = separator.find();
      int end = found ? separator.start() : description.length();
      Optional<String> left = forPeople(description.substring(start, end));
      boolean bar = found && separator.group().equals("|");
      if (left.isEmpty()) {
        before = "\n";
        cutOff = bar;
      } else {
        // A bar within text is not a separator: it stays as it was written.
        text.append(before).append(cutOff ? left.get().stripLeading() : left.get());
        before = bar ? "|" : "\n";
        cutOff = false;
      }
      start = found ? separator.end() : description.length() + 1;
    }
    String tidy =
        text.toString()
            .lines()
            .map(String::stripTrailing)
            .collect(Collectors.joining("\n"))
            .strip();
    return Optional.of(BLANK_LINES.matcher(tidy).replaceAll("\n\n")).filter(t -> !t.isEmpty());
  }

  /** {@return the part of {@code line} that stays in the text; empty if the event has all of it} */
  private Optional<String> forPeople(String line) {
    if (isItem(line)) {
      return Optional.empty();
    }
    openList = Optional.empty();
    Optional<DescriptionObject> object = DescriptionObject.parse(line);
    if (object.isPresent()) {
      return object.get().read(this::put).flatMap(this::fromLines);
    }
    String plain = withoutBraces(Decoration.withoutTags(line));
    if (METADATA.matcher(plain).matches()) {
      return metadata(plain);
    }
    readSentence(plain);
    return Optional.of(line);
  }

  /** Reads a line that starts with a key and may have others. */
  private Optional<String> metadata(String line) {
    List<String> left = new ArrayList<>();
    String rest = line;
    Matcher metadata = METADATA.matcher(rest);
    while (metadata.matches()) {
      AlarmKey key = key(metadata.group(1));
      String value = metadata.group(2);
      Matcher next = NEXT_KEY.matcher(value);
      boolean more = mayHoldOthers(key, value) && next.find();
      String own = more ? value.substring(0, next.start()) : value;
      if (!put(key, withoutClosing(own.strip()))) {
        left.add(rest.substring(0, rest.length() - value.length()) + own);
      }
      rest = more ? value.substring(next.end()) : "";
      metadata = METADATA.matcher(rest);
    }
    return left.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", left));
  }

  /** {@return the inner part of a line such as <code>{TEAM=x}{PRIORITY=P1}</code>} */
  private static String withoutBraces(String line) {
    Matcher braces = BRACES.matcher(line);
    return braces.matches() ? BETWEEN_BRACES.matcher(braces.group(1)).replaceAll("; ") : line;
  }

  /** {@return {@code value} without a bracket that was opened before its key} */
  private static String withoutClosing(String value) {
    boolean closes = value.endsWith(")") && !value.contains("(");
    return closes ? value.substring(0, value.length() - 1).strip() : value;
  }

  /** A summary is a sentence, and so is a runbook that is not a link. */
  private static boolean mayHoldOthers(AlarmKey key, String value) {
    return switch (key) {
      case TEAM, TEAMS, PRIORITY -> true;
      case SUMMARY -> false;
      case RUNBOOK, DASHBOARD -> link(value.strip().split("[\\s,;]", 2)[0]).isPresent();
    };
  }

  /** {@return whether an event has a field for all of {@code value}} */
  private boolean put(AlarmKey key, String value) {
    if (value.isEmpty() || Placeholders.isAll(value)) {
      boolean list = value.isEmpty() && (key == AlarmKey.TEAM || key == AlarmKey.TEAMS);
      openList = list ? Optional.of(key) : Optional.empty();
      return true;
    }
    return switch (key) {
      case TEAM, TEAMS ->
          Placeholders.isNothing(value) || (add(lines, key, value) && !Teams.hasRemark(value));
      case PRIORITY -> {
        add(lines, key, value);
        yield Priority.parse(Decoration.removed(value)).isPresent()
            || Placeholders.isNothing(value);
      }
      case SUMMARY -> addFirst(key, value);
      case RUNBOOK, DASHBOARD -> link(value).filter(link -> addFirst(key, link)).isPresent();
    };
  }

  private boolean isItem(String line) {
    Matcher item = LIST_ITEM.matcher(line);
    if (openList.isEmpty() || !item.matches() || METADATA.matcher(line).matches()) {
      return false;
    }
    AlarmKey key = openList.get();
    List<String> names = lines.getOrDefault(key, List.of());
    String name = Decoration.removed(item.group(1));
    // One list is one value, otherwise its names would contradict each other.
    String all = names.isEmpty() ? name : names.getLast() + ", " + name;
    lines.put(key, new ArrayList<>(List.of(all)));
    return true;
  }

  private void readSentence(String line) {
    for (Pattern pattern : IN_TEXT) {
      pattern
          .matcher(line)
          .results()
          .limit(MAX_VALUES)
          .filter(found -> !Placeholders.isNothing(found.group(2)))
          .forEach(found -> add(inText, key(found.group(1)), found.group(2)));
    }
  }

  private boolean addFirst(AlarmKey key, String value) {
    List<String> known = lines.getOrDefault(key, List.of());
    return known.isEmpty() ? add(lines, key, value) : known.contains(value);
  }

  private static boolean add(Map<AlarmKey, List<String>> values, AlarmKey key, String value) {
    List<String> list = values.computeIfAbsent(key, _ -> new ArrayList<>());
    return list.size() >= MAX_VALUES || list.contains(value) || list.add(value);
  }

  private static Optional<String> link(String value) {
    return UsableLink.first(Stream.of(value, Decoration.edges(value)));
  }

  private static AlarmKey key(String name) {
    return AlarmKey.valueOf(name.toUpperCase(Locale.ROOT).replace("_URL", ""));
  }

  private static Pattern pattern(String form) {
    return Pattern.compile(
        form.contains("%1$s") ? form.formatted(SPACE, QUOTE, KEY, IS) : form,
        Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  }
}
