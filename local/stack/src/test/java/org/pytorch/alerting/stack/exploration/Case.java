package org.pytorch.alerting.stack.exploration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pytorch.alerting.stack.exploration.model.Bounds;
import org.pytorch.alerting.stack.exploration.model.Story;

/** One exploration: a story and how far it is followed. */
public record Case(Story story, Bounds bounds) {
  /** Such as {@code F1 F1 R2, F1 R2 F3}; by default all stories. */
  static final String STORIES = "exploration.stories";

  /** Such as {@code 3 3 1 1}: deliveries, executions, faults, deeds. */
  static final String BOUNDS = "exploration.bounds";

  public static Case of(String story, String bounds) {
    return new Case(Story.of(story), Bounds.of(bounds));
  }

  /** {@return what the system properties ask for, or else {@link #byDefault}} */
  static List<Case> asked() {
    Optional<String> stories = Optional.ofNullable(System.getProperty(STORIES));
    Optional<String> bounds = Optional.ofNullable(System.getProperty(BOUNDS));
    if (stories.isEmpty() && bounds.isEmpty()) {
      return byDefault();
    }
    Bounds asked = Bounds.of(bounds.orElse("2 2 1 1"));
    return stories
        .map(names -> Stream.of(names.split(",", -1)).map(String::trim).map(Story::of).toList())
        .orElseGet(Story::all)
        .stream()
        .map(story -> new Case(story, asked))
        .toList();
  }

  /**
   * {@return about fourteen million states} Every story with one thing going wrong and with one
   * deed of a person or a bot; those in which clocks and words agree with three executions and
   * three deliveries, and with two deeds; some with more of everything.
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
    cases.add(of("F1 F1 R2", "2 2 2 0"));
    cases.add(of("F1 R2 F3", "3 3 1 0"));
    return cases;
  }

  @Override
  public String toString() {
    return story.name() + ", " + bounds;
  }
}
