package org.pytorch.alerting.policy.parse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.model.TeamSlug;
import org.pytorch.alerting.model.route.IssueLabel;
import org.pytorch.alerting.policy.rule.Settings;

/** Reads the settings of the defaults or of a route. */
final class SettingsReader {
  static final int MAX_LABELS = 20;
  static final int MAX_SEVERITIES = 50;

  /** GitHub's limit. */
  static final int MAX_ASSIGNEES = 10;

  private static final Pattern REPOSITORY =
      Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})/(?!\\.{1,2}$)[A-Za-z0-9._-]{1,100}");
  private static final Pattern ADDRESS =
      Pattern.compile("(?:https?://|git@)[^/:]+[/:]([^/]+/[^/]+?)(?:\\.git)?/?");

  /** Logins of managed users end with an underscore and their company's code. */
  private static final Pattern LOGIN =
      Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})(?:_[A-Za-z0-9]{1,20})?");

  private static final List<String> PRIORITIES =
      Arrays.stream(Priority.values()).map(Priority::name).toList();

  private SettingsReader() {}

  static Settings read(Members members) {
    return new Settings(
        members.take("repository").flatMap(SettingsReader::repository),
        members.take("team").flatMap(SettingsReader::team),
        members.take("priority").flatMap(SettingsReader::priority),
        members.take("severities").flatMap(SettingsReader::severities),
        members
            .take("labels")
            .map(list -> unique(list, MAX_LABELS, SettingsReader::label, IssueLabel::name)),
        members
            .take("assignees")
            .map(list -> unique(list, MAX_ASSIGNEES, SettingsReader::login, login -> login)),
        members.take("drop").flatMap(Value::bool),
        LifecycleReader.read(members));
  }

  private static Optional<String> repository(Value value) {
    String example = "owner/name, such as acme/alerts,";
    return value.text(
        example,
        text -> REPOSITORY.matcher(text).matches(),
        "%s is not owner/name",
        text -> {
          var address = ADDRESS.matcher(text);
          return address.matches() ? address.group(1) : example;
        });
  }

  private static Optional<String> team(Value value) {
    return value.text(
        "a team's name",
        TeamSlug::isValid,
        "%s is not a valid team name",
        text -> TeamSlug.of(text).orElse("lower-case letters, digits, ., _ and -"));
  }

  private static Optional<Priority> priority(Value value) {
    return value
        .text(
            Words.or(PRIORITIES),
            PRIORITIES::contains,
            "%s is not a priority",
            text -> Priority.parse(text).map(Priority::name).orElseGet(() -> Words.or(PRIORITIES)))
        .map(Priority::valueOf);
  }

  private static Optional<Map<String, Priority>> severities(Value value) {
    return value
        .members("severities and their priorities, such as {critical: P0}")
        .map(
            members -> {
              Map<String, Priority> read = new TreeMap<>();
              List<Map.Entry<String, Value>> all = members.all();
              if (all.size() > MAX_SEVERITIES) {
                value.problem("there are %d severities".formatted(all.size()), "at most 50");
                return read;
              }
              for (Map.Entry<String, Value> line : all) {
                severity(line.getKey(), line.getValue(), read);
              }
              return read;
            });
  }

  private static void severity(String name, Value value, Map<String, Priority> read) {
    String severity = name.strip().toLowerCase(Locale.ROOT);
    if (severity.isEmpty() || (severity.contains("*") && !severity.equals(Settings.ANY_SEVERITY))) {
      value
          .problems()
          .atName(
              value.pointer(),
              "\"%s\" is not a severity".formatted(Value.shortened(name)),
              "a whole name, or \"*\" for any other severity,");
      return;
    }
    priority(value)
        .ifPresent(
            priority -> {
              if (read.put(severity, priority) != null) {
                value
                    .problems()
                    .atName(
                        value.pointer(),
                        "the severity %s is already given".formatted(Value.shortened(severity)),
                        "it once");
              }
            });
  }

  private static Optional<IssueLabel> label(Value value) {
    if (!value.json().isObject()) {
      return name(value).map(name -> new IssueLabel(name, Optional.empty()));
    }
    return value
        .members("a label")
        .flatMap(
            members -> {
              Optional<Value> own = members.take("name");
              if (own.isEmpty()) {
                members.missing("name", "name: and the label's name");
              }
              Optional<String> color = members.take("color").flatMap(SettingsReader::color);
              members.reportOthers();
              return own.flatMap(SettingsReader::name).map(name -> new IssueLabel(name, color));
            });
  }

  private static Optional<String> name(Value value) {
    return value
        .text(
            "a label, such as oncall or {name: oncall, color: d73a4a},",
            text -> !text.contains(","),
            "%s has a comma, which GitHub's filter cannot search for",
            _ -> "it without commas")
        .filter(
            text -> {
              if (text.codePointCount(0, text.length()) <= IssueLabel.MAX_LENGTH) {
                return true;
              }
              value.wrong(
                  "%s is longer than the 50 characters of a GitHub label", "a shorter name");
              return false;
            });
  }

  private static Optional<String> color(Value value) {
    String example = "six hex digits, such as d73a4a,";
    return value
        .text(
            example,
            text -> isColor(text.toLowerCase(Locale.ROOT)),
            "%s is not a colour",
            text -> {
              String bare = text.toLowerCase(Locale.ROOT).replaceFirst("^#", "");
              return isColor(bare) ? '"' + bare + '"' : example;
            })
        .map(text -> text.toLowerCase(Locale.ROOT));
  }

  private static boolean isColor(String digits) {
    return IssueLabel.COLOR.matcher(digits).matches();
  }

  private static Optional<String> login(Value value) {
    return value.text(
        "a login",
        text -> LOGIN.matcher(text).matches(),
        "%s is not a GitHub login",
        text -> {
          String bare = text.replaceFirst("^@", "");
          return LOGIN.matcher(bare).matches() ? bare : "a login, such as olivia,";
        });
  }

  /** {@return the list's elements; GitHub does not tell upper from lower case in their names} */
  private static <T> List<T> unique(
      Value list, int max, Function<Value, Optional<T>> read, Function<T, String> name) {
    Set<String> names = new HashSet<>();
    List<T> elements = new ArrayList<>();
    for (Value element : list.elements(max, "a list such as [a, b]")) {
      Optional<T> one = read.apply(element);
      if (one.isPresent() && !names.add(name.apply(one.get()).toLowerCase(Locale.ROOT))) {
        element.wrong("%s is already in the list", "it once");
      }
      one.ifPresent(elements::add);
    }
    return elements;
  }
}
