package org.pytorch.alerting.normalize.text;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.text.NoteLine;

/**
 * Texts for people in fields that an event does not have, such as the annotations {@code impact}
 * and {@code action}, or a runbook that is not a link: they become lines below the description.
 *
 * @param values by lower-case name, sorted, each cut
 */
public record Notes(SortedMap<String, String> values) {
  /** No notes. */
  static final Notes NONE = new Notes(new TreeMap<>());

  private static final int MAX_NOTES = 20;

  /** In code points: one note. */
  private static final int MAX_NOTE_LENGTH = 500;

  /** In code points: all notes of an alert. The description gets the rest of its length. */
  private static final int MAX_LENGTH = 2_000;

  /** In characters. */
  private static final int MAX_NAME_LENGTH = 50;

  /** Fields that an event has, or that its reason includes. */
  private static final Set<String> NO_NOTES =
      Set.of(
          "summary",
          "description",
          "team",
          "teams",
          "priority",
          "severity",
          "grafana_state_reason");

  public Notes {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  /** {@return the notes in {@code texts}: the first by name, without machine-written ones} */
  public static Notes of(Map<String, String> texts) {
    TreeMap<String, String> values = new TreeMap<>();
    texts.forEach(
        (name, value) -> {
          String lowerName = name.toLowerCase(Locale.ROOT);
          boolean counts =
              name.length() <= MAX_NAME_LENGTH
                  && !lowerName.startsWith("__")
                  && !NO_NOTES.contains(lowerName)
                  && !Placeholders.isAll(value);
          if (counts && (name.equals(lowerName) || !values.containsKey(lowerName))) {
            values.put(lowerName, Text.cut(value, MAX_NOTE_LENGTH));
            if (values.size() > MAX_NOTES) {
              values.pollLastEntry();
            }
          }
        });
    return new Notes(values);
  }

  /** {@return these notes, and those of {@code others} with other names} */
  public Notes or(Notes others) {
    SortedMap<String, String> all = new TreeMap<>(others.values);
    all.putAll(values);
    return new Notes(all);
  }

  /**
   * {@return the first of {@code descriptions} followed by the notes, within the limit of a
   * description; empty if there is neither}
   *
   * @param shown texts that are shown elsewhere
   */
  public Optional<String> below(Stream<String> descriptions, Stream<String> shown) {
    Optional<String> description = descriptions.findFirst();
    Set<String> seen =
        Stream.concat(shown, description.stream())
            .map(text -> Text.cut(text.strip(), MAX_NOTE_LENGTH))
            .collect(Collectors.toSet());
    List<String> lines =
        values.entrySet().stream()
            .filter(note -> !seen.contains(note.getValue()))
            .limit(MAX_NOTES)
            .map(note -> NoteLine.of(note.getKey(), note.getValue()))
            .toList();
    if (lines.isEmpty()) {
      return description;
    }
    String notes = Text.cut(String.join("\n", lines), MAX_LENGTH);
    int left = AlertEvent.MAX_DESCRIPTION_LENGTH - notes.codePointCount(0, notes.length()) - 2;
    return Optional.of(
        description.map(text -> Text.cut(text.strip(), left) + "\n\n" + notes).orElse(notes));
  }
}
