package org.pytorch.alerting.policy.rule;

import java.util.List;

/**
 * Selects the alerts that satisfy every condition of {@code match} and none of {@code not}.
 *
 * @param match at most one condition for each field; empty for every alert
 * @param not at most one condition for each field
 */
public record Matcher(List<Condition> match, List<Condition> not) {
  public Matcher {
    match = List.copyOf(match);
    not = List.copyOf(not);
  }

  /**
   * {@return whether it is certain that this matcher takes every alert that {@code other} takes}
   *
   * <p>Sound, not complete: it looks at one field at a time.
   */
  public boolean covers(Matcher other) {
    return match.stream().allMatch(own -> other.match.stream().anyMatch(own::covers))
        && not.stream().allMatch(own -> other.rulesOut(own));
  }

  /**
   * {@return whether no alert can satisfy it, because {@code not} excludes every value of a field}
   */
  public boolean takesNothing() {
    return not.stream().anyMatch(excluded -> match.stream().anyMatch(excluded::covers));
  }

  /** {@return whether it is certain that no alert of this matcher satisfies {@code condition}} */
  private boolean rulesOut(Condition condition) {
    return not.stream().anyMatch(own -> own.covers(condition))
        || match.stream().anyMatch(own -> own.excludes(condition));
  }
}
