package org.pytorch.alerting.stack.cli.letter;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an operator does about a dead letter. */
public final class Remedy {
  private Remedy() {}

  /**
   * {@return what to do about a letter that was quarantined; the command is a line of its own, to
   * be copied}
   *
   * @param suffix of the commands for the letter's environment, such as {@code -dev}
   */
  public static String ofQuarantined(Letter letter, String suffix) {
    return ofQuarantined(letter, LetterReading.of(letter, letter.text()), letter.queueId(), suffix);
  }

  static String ofQuarantined(Letter letter, LetterReading reading, String id, String suffix) {
    if (!reading.problems().isEmpty() && !Redrive.canBeCompleted(letter)) {
      return "have its sender fix it and send it again; a redrive would be rejected again. To delete it:\nmake forget%s ID=%s"
          .formatted(suffix, id);
    }
    String redrive = "make redrive%s ID=%s".formatted(suffix, id);
    String settings = settings(reading.problems());
    return "fix it at its source, so that it does not happen again. For this message:\n"
        + (settings.isEmpty() ? redrive : "%s SET=\"%s\"".formatted(redrive, settings));
  }

  /** {@return what {@code SET} has to add after these diagnoses, such as {@code team=…}} */
  public static String settings(Collection<String> diagnoses) {
    return Stream.of("team", "priority")
        .filter(member -> diagnoses.stream().anyMatch(text -> lacks(text, member)))
        .map(member -> member + "=…")
        .collect(Collectors.joining(" "));
  }

  private static boolean lacks(String diagnosis, String member) {
    return diagnosis
        .toLowerCase(Locale.ROOT)
        .matches("(?s).*(no %1$s:|%1$s \"|%1$s is given).*".formatted(member));
  }
}
