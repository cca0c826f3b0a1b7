package org.pytorch.alerting.normalize.source;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.normalize.text.Placeholders;
import org.pytorch.alerting.normalize.text.Text;

/**
 * What an alert is about, as labels that distinguish the instances of one rule: {@code
 * queue=berth-intake, region=eu-north-1}. It is shown behind the title.
 */
public final class Subject {
  /** In code points: one value, so that a second label has room. */
  private static final int MAX_VALUE_LENGTH = 40;

  /** Labels that name the rule or its owner, not what it watches. In lower case. */
  private static final Set<String> NOT_SUBJECT =
      Set.of(
          "alertname",
          "rulename",
          "alertgroup",
          "grafana_folder",
          "datasource_uid",
          "ref_id",
          "team",
          "teams",
          "owner",
          "priority",
          "severity",
          "prometheus",
          "receiver");

  /** Labels that are often the same for all instances: they come last. In lower case. */
  private static final Set<String> SURROUNDINGS =
      Set.of(
          "job",
          "env",
          "environment",
          "stage",
          "cluster",
          "namespace",
          "region",
          "aws_region",
          "zone",
          "endpoint",
          "container");

  /** In code points: behind a longer subject not even {@code , =x} fits. */
  private static final int LAST_WITH_ROOM = AlertEvent.MAX_SUBJECT_LENGTH - ", =x".length();

  private record Candidate(int rank, String name, String value) {}

  private Subject() {}

  /**
   * {@return the labels that fit, those that differ within the group first, then those that name a
   * resource, then by name; empty if none is left}
   *
   * @param labels of the alert
   * @param common the labels of all alerts of its group
   * @param title labels that it already has are not repeated
   */
  public static Optional<String> of(
      Map<String, String> labels, Map<String, String> common, String title) {
    // Ranked once for each label, and read until no more fit: an alert may have a megabyte.
    List<Candidate> candidates =
        labels.entrySet().stream()
            .filter(label -> isSubject(label.getKey()))
            .map(
                label ->
                    new Candidate(
                        rank(label.getKey(), label.getValue(), common),
                        label.getKey(),
                        label.getValue()))
            .sorted(Comparator.comparingInt(Candidate::rank).thenComparing(Candidate::name))
            .toList();
    StringBuilder subject = new StringBuilder();
    for (Candidate label : candidates) {
      if (subject.codePointCount(0, subject.length()) > LAST_WITH_ROOM) {
        break;
      }
      if (!says(label.value(), title)) {
        continue;
      }
      String part =
          Text.line(label.name()) + "=" + Text.cut(Text.line(label.value()), MAX_VALUE_LENGTH);
      String longer = subject.isEmpty() ? part : subject + ", " + part;
      if (longer.codePointCount(0, longer.length()) <= AlertEvent.MAX_SUBJECT_LENGTH) {
        subject.setLength(0);
        subject.append(longer);
      }
    }
    return Optional.of(subject.toString()).filter(text -> !text.isEmpty());
  }

  private static boolean isSubject(String name) {
    return !name.startsWith("__") && !NOT_SUBJECT.contains(name.toLowerCase(Locale.ROOT));
  }

  /** {@return whether {@code value} says something that {@code title} does not} */
  private static boolean says(String value, String title) {
    return !Placeholders.isNothing(value) && !title.contains(value);
  }

  private static int rank(String name, String value, Map<String, String> common) {
    boolean differs = !common.isEmpty() && !value.equals(common.get(name));
    boolean surroundings = SURROUNDINGS.contains(name.toLowerCase(Locale.ROOT));
    int kind = surroundings ? 2 : Resources.isResource(name) ? 0 : 1;
    return (differs ? 0 : 3) + kind;
  }
}
