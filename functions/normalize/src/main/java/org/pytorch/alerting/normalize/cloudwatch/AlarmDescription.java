package org.pytorch.alerting.normalize.cloudwatch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pytorch.alerting.normalize.source.Teams;
import org.pytorch.alerting.normalize.text.Decoration;

/**
 * The description of a CloudWatch alarm: metadata, and the rest, which is for people. {@link
 * AlarmDescriptionReader} describes the format.
 *
 * @param lines values on separate lines, by key in the order in which they were written
 * @param inText values within a sentence: they count only if no line has the key
 */
record AlarmDescription(
    Map<AlarmKey, List<String>> lines, Map<AlarmKey, List<String>> inText, Optional<String> text) {
  /** The keys of a description. */
  enum AlarmKey {
    TEAM,
    TEAMS,
    PRIORITY,
    RUNBOOK,
    SUMMARY,
    DASHBOARD
  }

  AlarmDescription {
    lines = Map.copyOf(lines);
    inText = Map.copyOf(inText);
  }

  static AlarmDescription parse(String text) {
    return new AlarmDescriptionReader().read(text);
  }

  /** {@return the first value of {@code key}} */
  Optional<String> get(AlarmKey key) {
    return values(key).stream().findFirst();
  }

  /** {@return all team names, those of a list before a single one} */
  Stream<String> teams() {
    return Stream.concat(values(AlarmKey.TEAMS).stream(), values(AlarmKey.TEAM).stream());
  }

  Stream<String> priorities() {
    return values(AlarmKey.PRIORITY).stream();
  }

  /** {@return the values of {@code PRIORITY} if they contradict each other, else none} */
  List<String> contradictingPriorities() {
    return contradictingPriorities(values(AlarmKey.PRIORITY));
  }

  /** {@return those of {@code values} that are different priorities, if they are} */
  static List<String> contradictingPriorities(List<String> values) {
    return contradicting(values, text -> Decoration.priority(text).stream().toList());
  }

  /** {@return those of {@code values} that are different sets of teams, if they are} */
  static List<String> contradictingTeams(List<String> values) {
    return contradicting(values, names -> Teams.parse(names).stream().sorted().toList());
  }

  /**
   * {@return the values of {@code TEAM} and {@code TEAMS} if they contradict each other, else none}
   *
   * <p>{@code TEAM} may be one of {@code TEAMS}.
   */
  List<String> contradictingTeams() {
    Set<String> single = slugs(AlarmKey.TEAM);
    Set<String> several = slugs(AlarmKey.TEAMS);
    if (!single.isEmpty() && !several.isEmpty() && !several.containsAll(single)) {
      return Stream.of(AlarmKey.TEAM, AlarmKey.TEAMS).flatMap(key -> values(key).stream()).toList();
    }
    return Stream.of(AlarmKey.TEAM, AlarmKey.TEAMS)
        .map(key -> contradictingTeams(values(key)))
        .filter(values -> !values.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  private List<String> values(AlarmKey key) {
    boolean inLines =
        switch (key) {
          case TEAM, TEAMS -> lines.containsKey(AlarmKey.TEAM) || lines.containsKey(AlarmKey.TEAMS);
          case PRIORITY, RUNBOOK, SUMMARY, DASHBOARD -> lines.containsKey(key);
        };
    return (inLines ? lines : inText).getOrDefault(key, List.of());
  }

  private Set<String> slugs(AlarmKey key) {
    return values(key).stream()
        .flatMap(value -> Teams.parse(value).stream())
        .collect(Collectors.toSet());
  }

  private static List<String> contradicting(
      List<String> values, Function<String, List<?>> meaning) {
    Map<List<?>, String> meanings = new LinkedHashMap<>();
    for (String value : values) {
      List<?> meant = meaning.apply(value);
      if (!meant.isEmpty()) {
        meanings.putIfAbsent(meant, value);
      }
    }
    return meanings.size() > 1 ? List.copyOf(meanings.values()) : List.of();
  }
}
