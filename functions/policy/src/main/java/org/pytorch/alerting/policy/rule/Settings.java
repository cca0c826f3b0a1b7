package org.pytorch.alerting.policy.rule;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.model.route.IssueLabel;
import org.pytorch.alerting.model.route.Lifecycle;

/**
 * The settings of a route. Each may be left out.
 *
 * @param team for alerts that name none
 * @param priority for alerts that name none, and no severity that {@code severities} knows
 * @param severities the priority that each severity stands for, by its name in lower case; {@code
 *     *} for any other severity
 * @param labels of the issue, instead of the default ones
 */
public record Settings(
    Optional<String> repository,
    Optional<String> team,
    Optional<Priority> priority,
    Optional<Map<String, Priority>> severities,
    Optional<List<IssueLabel>> labels,
    Optional<List<String>> assignees,
    Optional<Boolean> drop,
    Lifecycle lifecycle) {
  /** Stands for every severity that has no line of its own. */
  public static final String ANY_SEVERITY = "*";

  public Settings {
    severities = severities.map(map -> Collections.unmodifiableMap(new TreeMap<>(map)));
    labels = labels.map(List::copyOf);
    assignees = assignees.map(List::copyOf);
  }

  /** {@return no settings} */
  public static Settings none() {
    return new Settings(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Lifecycle.none());
  }

  /** {@return these settings, completed from {@code defaults}} */
  public Settings over(Settings defaults) {
    return new Settings(
        repository.or(defaults::repository),
        team.or(defaults::team),
        priority.or(defaults::priority),
        severities.or(defaults::severities),
        labels.or(defaults::labels),
        assignees.or(defaults::assignees),
        drop.or(defaults::drop),
        lifecycle.over(defaults.lifecycle));
  }

  /** {@return the priority that {@code severity} stands for, in any case of its letters} */
  public Optional<Priority> priorityOf(String severity) {
    return severities.flatMap(
        map ->
            Optional.ofNullable(map.get(severity.strip().toLowerCase(Locale.ROOT)))
                .or(() -> Optional.ofNullable(map.get(ANY_SEVERITY))));
  }
}
