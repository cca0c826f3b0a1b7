package org.pytorch.alerting.normalize.message;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The numbers of a message's alerts. In a message that was rejected in part, the bad alerts keep
 * the numbers they had in the whole one: with the event id of a sibling they would look handled.
 */
public final class AlertIndexes {
  /** The message attribute that holds them, separated by commas. */
  public static final String ATTRIBUTE = "alert_indexes";

  /** Of one message; more would not fit a state anyway. It limits the work. */
  public static final int MAX_ALERTS = 1_000;

  /** In digits: more than any index has. */
  private static final int MAX_DIGITS = 5;

  /** In characters, with the commas. */
  static final int MAX_LENGTH = (MAX_DIGITS + 1) * MAX_ALERTS;

  private static final Pattern NUMBER = Pattern.compile("\\d{1,%d}".formatted(MAX_DIGITS));

  private AlertIndexes() {}

  /** {@return the numbers in {@code attributes}, or by default 0, 1, 2 and so on} */
  public static List<Integer> of(Map<String, String> attributes, int alerts) {
    String text = attributes.getOrDefault(ATTRIBUTE, "");
    List<String> numbers = text.length() > MAX_LENGTH ? List.of() : List.of(text.split(",", -1));
    // A person who fixed the payload may have removed or added alerts.
    if (numbers.size() == alerts
        && numbers.stream().allMatch(number -> NUMBER.matcher(number).matches())) {
      List<Integer> indexes = numbers.stream().map(Integer::valueOf).distinct().toList();
      if (indexes.size() == alerts) {
        return indexes;
      }
    }
    return IntStream.range(0, alerts).boxed().toList();
  }

  /** {@return how many numbers {@code attributes} has} */
  public static int count(Map<String, String> attributes) {
    return attributes.getOrDefault(ATTRIBUTE, "").split(",", -1).length;
  }

  public static String text(List<Integer> indexes) {
    return indexes.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
