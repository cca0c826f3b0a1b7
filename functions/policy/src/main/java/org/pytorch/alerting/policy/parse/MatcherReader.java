package org.pytorch.alerting.policy.parse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.model.TeamSlug;
import org.pytorch.alerting.policy.rule.Condition;
import org.pytorch.alerting.policy.rule.Field;
import org.pytorch.alerting.policy.rule.Matcher;
import org.pytorch.alerting.policy.rule.Pattern;

/** Reads {@code match} and {@code not} of a route or a maintenance. */
final class MatcherReader {
  static final int MAX_CONDITIONS = 20;
  static final int MAX_PATTERNS = 100;

  /** The prefixes of a field with a name, before the dot. */
  private static final List<String> KINDS = List.of("labels", "annotations", "dimensions");

  private static final String VALUE = "a text, a list of texts or a text with *";

  /** Parts of texts that show that a regular expression was meant. */
  private static final java.util.regex.Pattern EXPRESSION =
      java.util.regex.Pattern.compile("\\^.*|\\.[*+].*|.*\\(\\?.*|.*\\.[*+]\\$");

  private static final java.util.regex.Pattern ALTERNATIVES =
      java.util.regex.Pattern.compile("[\\w.*-]+(?:\\|[\\w.*-]+)+");
  private static final java.util.regex.Pattern NEGATION =
      java.util.regex.Pattern.compile("!=?~?\\w.*");

  private MatcherReader() {}

  static Matcher read(Members members) {
    return new Matcher(conditions(members, "match"), conditions(members, "not"));
  }

  private static List<Condition> conditions(Members members, String name) {
    Optional<Value> value = members.take(name);
    Optional<Members> lines =
        value.flatMap(it -> it.members("fields and their values, such as {team: harbor}"));
    if (lines.isEmpty()) {
      return List.of();
    }
    List<Map.Entry<String, Value>> all = lines.get().all();
    if (all.isEmpty() || all.size() > MAX_CONDITIONS) {
      value
          .get()
          .problem(
              "%s has %d fields".formatted(name, all.size()),
              "1 to %d fields, or nothing at all".formatted(MAX_CONDITIONS));
      return List.of();
    }
    List<Condition> conditions = new ArrayList<>();
    for (Map.Entry<String, Value> line : all) {
      field(line.getKey(), line.getValue())
          .flatMap(field -> condition(field, line.getValue()))
          .ifPresent(conditions::add);
    }
    return conditions;
  }

  private static Optional<Field> field(String name, Value value) {
    Optional<Field> field = Field.parse(name);
    if (field.isEmpty()) {
      value
          .problems()
          .atName(
              value.pointer(),
              "unknown field \"%s\"".formatted(Value.shortened(name)),
              nested(name, value).or(() -> nearest(name)).orElseGet(() -> Words.or(Field.forms())));
    } else if (name.contains("*")) {
      value
          .problems()
          .atName(
              value.pointer(),
              "the name in \"%s\" has a *, which only values can have"
                  .formatted(Value.shortened(name)),
              "the whole name");
      return Optional.empty();
    }
    return field;
  }

  /**
   * {@return the form of the field for {@code labels} alone and for {@code labels: {env: prod}}}
   */
  private static Optional<String> nested(String name, Value value) {
    String kind = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    return Nearest.of(kind, KINDS)
        .map(
            found ->
                found
                    + "."
                    + (value.json().isObject() && !value.json().isEmpty()
                        ? Value.shortened(value.json().fieldNames().next())
                        : "<name>"));
  }

  /** {@return the field meant, such as labels.env for label.env or for env} */
  private static Optional<String> nearest(String name) {
    int dot = name.indexOf('.');
    if (dot > 0 && dot < name.length() - 1) {
      return Nearest.of(name.substring(0, dot), KINDS).map(kind -> kind + name.substring(dot));
    }
    List<String> plain = Field.forms().stream().filter(form -> !form.contains("<")).toList();
    return Nearest.of(name, plain).or(() -> Optional.of("labels." + Value.shortened(name)));
  }

  private static Optional<Condition> condition(Field field, Value value) {
    List<Pattern> patterns = new ArrayList<>();
    for (Value element : value.oneOrMore(MAX_PATTERNS, VALUE)) {
      element
          .text(VALUE)
          .filter(text -> isPossible(field, text, element))
          .map(Pattern::new)
          .ifPresent(
              pattern -> {
                patterns.stream()
                    .filter(earlier -> earlier.covers(pattern))
                    .findFirst()
                    .ifPresent(
                        earlier ->
                            element.wrong(
                                "%s is already in the list, as \"" + earlier + '"', "it once"));
                patterns.add(pattern);
              });
    }
    return patterns.isEmpty() ? Optional.empty() : Optional.of(new Condition(field, patterns));
  }

  /** {@return whether some alert can have this value; if none can, that is reported} */
  private static boolean isPossible(Field field, String text, Value value) {
    if (text.contains("**")) {
      value.wrong("%s has two stars in a row", '"' + text.replaceAll("\\*+", "*") + '"');
      return false;
    }
    if (isExpression(text, value)) {
      return false;
    }
    Pattern pattern = new Pattern(text);
    return switch (field.kind()) {
      case SOURCE -> isLike(pattern, "[a-z0-9_*-]+", "no source is called %s", value);
      case TEAM -> isTeam(pattern, value);
      case PRIORITY -> isPriority(pattern, value);
      case ACCOUNT, REGION, TITLE, LABELS, ANNOTATIONS, DIMENSIONS -> true;
    };
  }

  /** {@return whether the text can only be meant as an expression; then that is reported} */
  private static boolean isExpression(String text, Value value) {
    if (ALTERNATIVES.matcher(text).matches()) {
      value.wrong(
          "%s is one text here, not several",
          "the list [" + text.replace("|", ", ") + "], or * for the |,");
      return true;
    }
    if (NEGATION.matcher(text).matches()) {
      value.wrong("%s is a text that begins with !", "the rest of it under not:");
      return true;
    }
    if (EXPRESSION.matcher(text).matches()) {
      value.wrong("%s looks like a regular expression", "a text in which * stands for anything,");
      return true;
    }
    return false;
  }

  private static boolean isLike(Pattern pattern, String form, String what, Value value) {
    if (pattern.text().matches(form)) {
      return true;
    }
    value.wrong(what, "lower-case letters, digits, _ and -");
    return false;
  }

  private static boolean isPriority(Pattern pattern, Value value) {
    List<String> names = Arrays.stream(Priority.values()).map(Priority::name).toList();
    if (names.stream().anyMatch(pattern::matches)) {
      return true;
    }
    value.wrong(
        "%s is not a priority",
        Priority.parse(pattern.text()).map(Priority::name).orElseGet(() -> Words.or(names)));
    return false;
  }

  /** Teams are slugs by the time a policy sees them. */
  private static boolean isTeam(Pattern pattern, Value value) {
    boolean possible =
        pattern.isLiteral() ? TeamSlug.isValid(pattern.text()) : isPartOfSlug(pattern.text());
    if (!possible) {
      value.wrong(
          "%s is not a valid team name",
          (pattern.isLiteral() ? TeamSlug.of(pattern.text()) : Optional.<String>empty())
              .orElse("lower-case letters, digits, ., _ and -"));
    }
    return possible;
  }

  private static boolean isPartOfSlug(String text) {
    return text.equals(text.toLowerCase(Locale.ROOT)) && text.chars().noneMatch(c -> c == ' ');
  }
}
