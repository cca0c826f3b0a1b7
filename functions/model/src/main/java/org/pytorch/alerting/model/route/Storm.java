package org.pytorch.alerting.model.route;

import java.util.List;
import java.util.Optional;

/**
 * From how many new issues on alerts share one.
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
  public Storm {
    bypass = bypass.map(List::copyOf);
  }

  /** {@return this one, with what it leaves out from {@code defaults}} */
  public Storm over(Storm defaults) {
    return new Storm(
        perRule.or(defaults::perRule),
        issues.or(defaults::issues),
        per.or(defaults::per),
        bypass.or(defaults::bypass));
  }
}
