package org.pytorch.alerting.model.route;

import java.util.List;
import java.util.Optional;

/**
 * The numbers of new issues beyond which alerts share one.
 *
 * @param perRule new issues of one rule in {@code per}
 * @param issues new issues of one repository in {@code per}
 * @param bypass the names of the priorities that {@code issues} does not count
 */
public record Storm(
    Optional<Integer> perRule,
    Optional<Integer> issues,
    Optional<Span> per,
    Optional<List<String>> bypass) {
  /** No limits given. */
  public static final Storm NONE =
      new Storm(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** The limits of a deployment without a policy. */
  public static final Storm BUILT_IN =
      new Storm(
          Optional.of(10),
          Optional.of(30),
          Optional.of(Span.of("10m")),
          Optional.of(List.of("P0")));

  public Storm {
    bypass = bypass.map(List::copyOf);
  }

  /** {@return these limits, completed from {@code defaults}} */
  public Storm over(Storm defaults) {
    return new Storm(
        perRule.or(defaults::perRule),
        issues.or(defaults::issues),
        per.or(defaults::per),
        bypass.or(defaults::bypass));
  }

  /** {@return these limits without those that equal the built-in ones} */
  Storm withoutBuiltIn() {
    return new Storm(
        perRule.filter(_ -> !perRule.equals(BUILT_IN.perRule)),
        issues.filter(_ -> !issues.equals(BUILT_IN.issues)),
        per.filter(_ -> !per.equals(BUILT_IN.per)),
        bypass.filter(_ -> !bypass.equals(BUILT_IN.bypass)));
  }
}
