package org.pytorch.alerting.github.issue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.model.route.IssueLabel;
import org.pytorch.alerting.model.route.Routing;
import org.pytorch.alerting.model.text.Truncation;

/**
 * A label of our issues.
 *
 * @param name at most {@link #MAX_NAME_LENGTH} characters, without commas: GitHub's list filter
 *     separates labels by commas, so such a label could never be searched for
 * @param color six hex digits
 */
public record Label(String name, String color, String description) {
  public static final int MAX_NAME_LENGTH = 50;
  public static final int MAX_DESCRIPTION_LENGTH = 100;

  private static final Label DEFAULT =
      new Label("area:alerting", "5319e7", "Opened by the alert pipeline");

  /** For an alert that fires and resolves again and again. */
  public static final Label FLAPPING =
      new Label("flapping", "f9d0c4", "Fires and resolves again and again");

  /** For an alert whose state is unknown: its provider got no data, or an error. */
  public static final Label NO_DATA =
      new Label("no-data", "8c959f", "Nothing is known of what the alert watches");

  public Label {
    if (name.isBlank()
        || name.codePointCount(0, name.length()) > MAX_NAME_LENGTH
        || name.indexOf(',') >= 0) {
      throw new IllegalArgumentException(
          "label has not 1 to " + MAX_NAME_LENGTH + " characters or has a comma: " + name);
    }
    if (!color.matches("[0-9a-f]{6}")) {
      throw new IllegalArgumentException("color is not six hex digits: " + color);
    }
    if (description.length() > MAX_DESCRIPTION_LENGTH) {
      throw new IllegalArgumentException("description is too long: " + description);
    }
  }

  /** The color that GitHub itself would give to a label that only the policy names. */
  private static final String DEFAULT_COLOR = "ededed";

  /**
   * {@return the labels for the issue of {@code event}: its priority, teams and source, and the
   * policy's or else the default one}
   */
  public static List<Label> of(AlertEvent event) {
    List<Label> labels = new ArrayList<>();
    event
        .routing()
        .flatMap(Routing::labels)
        .ifPresentOrElse(
            chosen -> chosen.forEach(label -> labels.add(of(label))), () -> labels.add(DEFAULT));
    event.priority().map(Label::ofPriority).ifPresent(labels::add);
    event.teams().stream().map(Label::ofTeam).forEach(labels::add);
    if (event.firesFor().isUnknown()) {
      labels.add(NO_DATA);
    }
    labels.add(
        new Label(
            Truncation.hard("Source: " + event.source(), MAX_NAME_LENGTH),
            "c5def5",
            "Alerts from " + event.source()));
    return unique(labels);
  }

  public static Label ofPriority(Priority priority) {
    return new Label("Pri: " + priority, color(priority), "Alerts of priority " + priority);
  }

  public static Label ofTeam(String team) {
    return new Label("Team: " + team, "0e8a16", "Alerts of team " + team);
  }

  /** {@return whether {@code other} is the same label to GitHub} */
  public boolean hasSameName(Label other) {
    return name.equalsIgnoreCase(other.name);
  }

  private static Label of(IssueLabel label) {
    return label.name().equalsIgnoreCase(DEFAULT.name()) && label.color().isEmpty()
        ? DEFAULT
        : new Label(label.name(), label.color().orElse(DEFAULT_COLOR), "Set by the alert policy");
  }

  /** GitHub ignores the case of labels. */
  private static List<Label> unique(List<Label> labels) {
    Set<String> names = new HashSet<>();
    return labels.stream()
        .filter(label -> names.add(label.name().toLowerCase(Locale.ROOT)))
        .toList();
  }

  private static String color(Priority priority) {
    return switch (priority) {
      case P0 -> "b60205";
      case P1 -> "d93f0b";
      case P2 -> "fbca04";
      case P3 -> "c2e0c6";
    };
  }
}
