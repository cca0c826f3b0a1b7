package org.pytorch.alerting.policy.match;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.model.route.Lifecycle;
import org.pytorch.alerting.policy.rule.Field;
import org.pytorch.alerting.policy.rule.Settings;

/**
 * What a policy sees of an alert: the sender's own values.
 *
 * @param priority that the sender named
 * @param implied the priority that the source reads from the severity, if the policy's severities
 *     do not say another
 * @param team the owner, as a slug
 * @param severity of the alert by its sender, for alerts without a priority
 */
public record AlertFacts(
    String source,
    Optional<String> account,
    Optional<String> region,
    String title,
    Optional<Priority> priority,
    Optional<Priority> implied,
    Optional<String> team,
    Optional<String> severity,
    Map<String, String> labels,
    Map<String, String> annotations,
    Map<String, String> dimensions) {
  public AlertFacts {
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
    dimensions = Map.copyOf(dimensions);
  }

  /** {@return the value of {@code field}, or empty if the alert has none} */
  public Optional<String> value(Field field) {
    return switch (field.kind()) {
      case SOURCE -> Optional.of(source);
      case ACCOUNT -> account;
      case REGION -> region;
      case TITLE -> Optional.of(title);
      case PRIORITY -> priority.map(Priority::name);
      case TEAM -> team;
      case LABELS -> Optional.ofNullable(labels.get(field.name()));
      case ANNOTATIONS -> Optional.ofNullable(annotations.get(field.name()));
      case DIMENSIONS -> Optional.ofNullable(dimensions.get(field.name()));
    };
  }

  /**
   * {@return the alert's values of the fields by which its route groups} A missing value is a value
   * of its own.
   */
  List<String> group(Lifecycle lifecycle) {
    return lifecycle.groupBy().orElse(List.of()).stream()
        .map(
            name ->
                Field.parse(name).flatMap(this::value).map(text -> name + "=" + text).orElse(name))
        .toList();
  }

  /** {@return the priority that the sender named, or that its severity stands for} */
  Optional<Priority> stated(Settings settings) {
    return priority.or(() -> severity.flatMap(settings::priorityOf)).or(() -> implied);
  }

  /** {@return the alert with the priority and the team of {@code settings} where it has none} */
  AlertFacts completed(Settings settings) {
    return new AlertFacts(
        source,
        account,
        region,
        title,
        stated(settings).or(settings::priority),
        implied,
        team.or(settings::team),
        severity,
        labels,
        annotations,
        dimensions);
  }
}
