package org.pytorch.alerting.normalize.source;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.normalize.text.Placeholders;

/**
 * Maps severities, as Prometheus's rules use them, to priorities. Severities may be in any case.
 * {@code docs/adding-a-source.md} has the table; a variable changes it.
 */
public final class SeverityPriorities {
  private static final String DEFAULTS =
      "page=P0,emergency=P0,critical=P1,error=P1,high=P1,warning=P2,medium=P2,info=P3,low=P3,"
          + "none=ignore,p0=P0,p1=P1,p2=P2,p3=P3";

  /** Any other severity, or a missing one. */
  private static final String ANY_OTHER = "*";

  private static final String IGNORE = "ignore";

  /** In characters. A group's severity may be a megabyte, and is parsed for each of its alerts. */
  private static final int MAX_LENGTH = 100;

  /** Empty: an alert of this severity needs no action. */
  private final Map<String, Optional<Priority>> table;

  private SeverityPriorities(Map<String, Optional<Priority>> table) {
    this.table = table;
  }

  /** {@return the default table} */
  public static SeverityPriorities defaults() {
    return new SeverityPriorities(parse(DEFAULTS));
  }

  /**
   * {@return this table, extended and overridden by {@code list}}
   *
   * @param list such as {@code critical=P0,warning=P2,none=ignore,*=P3}; {@code *} is any other
   *     severity, or a missing one
   * @throws IllegalArgumentException if it is malformed; the message names the entry
   */
  public SeverityPriorities with(String list) {
    Map<String, Optional<Priority>> extended = new LinkedHashMap<>(table);
    extended.putAll(parse(list));
    return new SeverityPriorities(extended);
  }

  /**
   * The severity of an alert, and its entry in the table.
   *
   * @param text as the sender wrote it; empty if it names none
   * @param priority empty if the table has none for it
   * @param ignored whether the alert needs no action
   */
  public record Severity(Optional<String> text, Optional<Priority> priority, boolean ignored) {}

  /** {@return the first of {@code candidates} in the table, else the first of all} */
  public Severity choose(Stream<String> candidates) {
    List<String> texts = candidates.filter(text -> !Placeholders.isIn(text)).toList();
    Optional<String> chosen =
        texts.stream()
            .filter(text -> !key(text).equals(ANY_OTHER))
            .findFirst()
            .or(() -> texts.stream().findFirst());
    String key = chosen.map(this::key).orElse(ANY_OTHER);
    Optional<Priority> priority = table.getOrDefault(key, Optional.empty());
    return new Severity(chosen, priority, table.containsKey(key) && priority.isEmpty());
  }

  /** {@return the severities that have a priority, for a diagnosis} */
  public String names() {
    return table.entrySet().stream()
        .filter(entry -> entry.getValue().isPresent() && !entry.getKey().equals(ANY_OTHER))
        .map(Map.Entry::getKey)
        .collect(Collectors.joining(", "));
  }

  /** {@return the table's key for {@code severity}} */
  private String key(String severity) {
    return Optional.of(severity)
        .filter(text -> text.length() <= MAX_LENGTH)
        .map(text -> text.strip().toLowerCase(Locale.ROOT))
        .filter(table::containsKey)
        .orElse(ANY_OTHER);
  }

  private static Map<String, Optional<Priority>> parse(String text) {
    Map<String, Optional<Priority>> entries = new LinkedHashMap<>();
    int number = 0;
    for (String entry : text.split(",", -1)) {
      number++;
      String[] sides = entry.split("=", -1);
      String severity = sides[0].strip().toLowerCase(Locale.ROOT);
      String meaning = sides.length == 2 ? sides[1].strip() : "";
      Optional<Priority> priority = Priority.parse(meaning);
      boolean known = priority.isPresent() || meaning.equalsIgnoreCase(IGNORE);
      boolean once = !entries.containsKey(severity);
      if (severity.isEmpty() || severity.length() > MAX_LENGTH || !known || !once) {
        throw new IllegalArgumentException(
            "not a list like critical=P0,warning=P2,none=ignore, each severity once: check entry "
                + number);
      }
      entries.put(severity, priority);
    }
    return entries;
  }
}
