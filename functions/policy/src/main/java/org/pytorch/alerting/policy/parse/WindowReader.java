package org.pytorch.alerting.policy.parse;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.pytorch.alerting.policy.rule.Once;
import org.pytorch.alerting.policy.rule.Weekly;
import org.pytorch.alerting.policy.rule.Window;

/** Reads when a maintenance is on. */
final class WindowReader {
  private static final Pattern CLOCK = Pattern.compile("([01]\\d|2[0-3]):([0-5]\\d)|24:00");
  private static final String CLOCK_EXAMPLE =
      "a time from \"00:00\" to \"24:00\", such as \"02:30\",";

  /** Such as mon-fri, monday to friday and monday..friday. */
  private static final Pattern RANGE = Pattern.compile("([a-z]+)\\s*(?:-|–|\\.\\.|to)\\s*([a-z]+)");

  private static final List<String> DAYS =
      Arrays.stream(DayOfWeek.values()).map(day -> day.name().toLowerCase(Locale.ROOT)).toList();

  private WindowReader() {}

  static Optional<Window> read(Members members) {
    Optional<Value> weekly = members.take("weekly");
    Optional<Value> from = members.take("from");
    Optional<Value> to = members.take("to");
    if (members.has("weekly")) {
      if (from.isPresent() || to.isPresent()) {
        weekly.ifPresent(
            value ->
                value.problem("a window is weekly or from one time to another, not both", "one"));
        return Optional.empty();
      }
      return weekly
          .flatMap(value -> value.members("{day: sunday, from: \"02:00\", to: \"04:00\"}"))
          .flatMap(WindowReader::weekly);
    }
    if (!members.has("from") || !members.has("to")) {
      members.missing(
          members.has("from") ? "to" : members.has("to") ? "from" : "the time",
          "weekly:, or both from: and to:,");
      return Optional.empty();
    }
    Optional<Instant> begin = from.flatMap(WindowReader::instant);
    Optional<Instant> end = to.flatMap(WindowReader::instant);
    if (begin.isEmpty() || end.isEmpty() || to.isEmpty()) {
      return Optional.empty();
    }
    if (!end.get().isAfter(begin.get())) {
      to.get()
          .problem(
              "the window never opens: it ends before it begins", "a time after " + begin.get());
      return Optional.empty();
    }
    return Optional.of(new Once(begin.get(), end.get()));
  }

  private static Optional<Instant> instant(Value value) {
    String example = "a time with its zone, such as 2026-12-01T22:00:00Z,";
    return value
        .text(example)
        .flatMap(
            text -> {
              try {
                return Optional.of(OffsetDateTime.parse(text).toInstant());
              } catch (DateTimeException e) {
                value.wrong("%s is not a time with a zone", example);
                return Optional.empty();
              }
            });
  }

  private static Optional<Window> weekly(Members members) {
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    required(members, "day", "day: sunday")
        .ifPresent(
            value -> value.oneOrMore(DAYS.size(), Words.or(DAYS)).forEach(day -> day(day, days)));
    Optional<Value> to = required(members, "to", "to: \"04:00\"");
    OptionalInt begin =
        required(members, "from", "from: \"02:00\"")
            .map(WindowReader::minutes)
            .orElse(OptionalInt.empty());
    OptionalInt end = to.map(WindowReader::minutes).orElse(OptionalInt.empty());
    Optional<ZoneId> zone = required(members, "zone", "zone: UTC").flatMap(WindowReader::zone);
    members.reportOthers();
    if (days.isEmpty() || begin.isEmpty() || end.isEmpty() || zone.isEmpty() || to.isEmpty()) {
      return Optional.empty();
    }
    if (begin.getAsInt() == end.getAsInt() || begin.getAsInt() == Weekly.MINUTES_OF_DAY) {
      to.get()
          .problem(
              "the window never opens: it ends when it begins",
              "another time, or from: \"00:00\" and to: \"24:00\" for a whole day,");
      return Optional.empty();
    }
    return Optional.of(new Weekly(days, begin.getAsInt(), end.getAsInt(), zone.get()));
  }

  private static Optional<Value> required(Members members, String name, String write) {
    if (!members.has(name)) {
      members.missing(name, write);
    }
    return members.take(name);
  }

  private static void day(Value value, Set<DayOfWeek> days) {
    Optional<String> several =
        Optional.ofNullable(value.json().textValue()).flatMap(WindowReader::several);
    if (several.isPresent()) {
      value.wrong("%s is not one day", several.get());
      return;
    }
    value
        .oneOf(DAYS)
        .map(name -> DayOfWeek.valueOf(name.toUpperCase(Locale.ROOT)))
        .filter(day -> !days.add(day))
        .ifPresent(day -> value.wrong("%s is already in the list", "it once"));
  }

  /** {@return the list for a text such as monday-friday or weekend} */
  private static Optional<String> several(String text) {
    String range =
        switch (text.toLowerCase(Locale.ROOT)) {
          case "weekday", "weekdays", "workdays" -> "monday-friday";
          case "weekend", "weekends" -> "saturday-sunday";
          case "daily", "everyday", "every day" -> "monday-sunday";
          case String other -> other;
        };
    Matcher ends = RANGE.matcher(range);
    if (!ends.matches()) {
      return Optional.empty();
    }
    Optional<String> first = Nearest.of(ends.group(1), DAYS);
    Optional<String> last = Nearest.of(ends.group(2), DAYS);
    if (first.isEmpty() || last.isEmpty()) {
      return Optional.empty();
    }
    int from = DAYS.indexOf(first.get());
    int length = Math.floorMod(DAYS.indexOf(last.get()) - from, DAYS.size()) + 1;
    return Optional.of(
        IntStream.range(from, from + length)
            .mapToObj(day -> DAYS.get(day % DAYS.size()))
            .collect(Collectors.joining(", ", "[", "]")));
  }

  private static OptionalInt minutes(Value value) {
    Optional<String> text =
        value.text(
            CLOCK_EXAMPLE,
            it -> CLOCK.matcher(it).matches(),
            "%s is not a time of the day",
            it -> CLOCK.matcher('0' + it).matches() ? "\"0" + it + '"' : CLOCK_EXAMPLE);
    return text.isEmpty()
        ? OptionalInt.empty()
        : OptionalInt.of(
            Integer.parseInt(text.get().substring(0, 2)) * 60
                + Integer.parseInt(text.get().substring(3)));
  }

  private static Optional<ZoneId> zone(Value value) {
    String example = "a name of the tz database, such as Europe/Berlin or UTC,";
    return value
        .text(
            example,
            ZoneId.getAvailableZoneIds()::contains,
            "%s is not a time zone",
            name ->
                city(name).or(() -> Nearest.of(name, ZoneId.getAvailableZoneIds())).orElse(example))
        .map(ZoneId::of);
  }

  /**
   * {@return the zone of a city without its continent, in any case of its letters}
   *
   * <p>Not of an offset: {@code Etc/GMT+2} is two hours behind Greenwich, not ahead.
   */
  private static Optional<String> city(String name) {
    if (!name.matches("[A-Za-z _-]+")) {
      return Optional.empty();
    }
    String city = '/' + name.replace(' ', '_').toLowerCase(Locale.ROOT);
    List<String> zones =
        ZoneId.getAvailableZoneIds().stream()
            .filter(zone -> zone.toLowerCase(Locale.ROOT).endsWith(city))
            .toList();
    return zones.size() == 1 ? Optional.of(zones.getFirst()) : Optional.empty();
  }
}
