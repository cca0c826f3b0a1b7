package org.pytorch.alerting.simulation.exploration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pytorch.alerting.simulation.exploration.model.Bounds;
import org.pytorch.alerting.simulation.exploration.model.Story;

/** One exploration: a story and its bounds. */
public record Case(Story story, Bounds bounds) {
  /** For example {@code F1 F1 R2, F1 R2 F3}; all stories by default. */
  static final String STORIES = "exploration.stories";

  /** For example {@code 3 3 1 1}: deliveries, executions, faults, actions of people. */
  static final String BOUNDS = "exploration.bounds";

  public static Case of(String story, String bounds) {
    return new Case(Story.of(story), Bounds.of(bounds));
  }

  /** {@return the cases in the system properties, or else {@link #byDefault}} */
  static List<Case> fromProperties() {
    Optional<String> stories = Optional.ofNullable(System.getProperty(STORIES));
    Optional<String> bounds = Optional.ofNullable(System.getProperty(BOUNDS));
    if (stories.isEmpty() && bounds.isEmpty()) {
      return byDefault();
    }
    Bounds limits = Bounds.of(bounds.orElse("2 2 1 1"));
    return stories
        .map(names -> Stream.of(names.split(",", -1)).map(String::trim).map(Story::of).toList())
        .orElseGet(Story::all)
        .stream()
        .map(story -> new Case(story, limits))
        .toList();
  }

  /**
   * {@return cases with about twenty million states in total} Every story with one fault, and with
   * one action of a person or a bot. The stories whose clocks agree with the order of the messages
   * also with three executions and three deliveries, and with two actions. A few stories with more
   * of everything. The stories in order also told loudly. A case that is part of another one is
   * left out.
   */
  public static List<Case> byDefault() {
    List<Case> cases = new ArrayList<>();
    for (String bounds : List.of("2 2 1 0", "2 2 0 1")) {
      Story.all().forEach(story -> cases.add(new Case(story, Bounds.of(bounds))));
    }
    for (String bounds : List.of("3 3 0 0", "2 2 0 2")) {
      Story.inOrder().forEach(story -> cases.add(new Case(story, Bounds.of(bounds))));
    }
    for (String story : List.of("F1 F1 R2", "F1 R2 F3", "F1 R2 F1", "F2 R1 F1")) {
      cases.add(of(story, "2 2 1 1"));
    }
    cases.add(of("F1 R2 F3", "3 3 1 0"));
    Story.inOrder().stream()
        .map(Story::loud)
        .forEach(
            story -> {
              cases.add(new Case(story, Bounds.of("2 2 1 0")));
              cases.add(new Case(story, Bounds.of("2 2 0 2")));
            });
    for (String story : List.of("F1 F1 R2", "F1 R2 F1")) {
      cases.add(of(Story.LOUD + story, "2 2 1 1"));
    }
    cases.add(of(Story.LOUD + "F1 F1 R2", "2 2 2 0"));
    return cases.stream()
        .filter(one -> cases.stream().noneMatch(other -> other.contains(one)))
        .toList();
  }

  /** {@return whether this is a larger case with all states of {@code other}} */
  private boolean contains(Case other) {
    return !equals(other)
        && story.equals(other.story)
        && bounds.deliveries() == other.bounds.deliveries()
        && bounds.executions() == other.bounds.executions()
        && bounds.faults() >= other.bounds.faults()
        && bounds.personActions() >= other.bounds.personActions();
  }

  @Override
  public String toString() {
    return story.name() + ", " + bounds;
  }
}
