package org.pytorch.alerting.decide.storm;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * The numbers of new issues beyond which alerts share one.
 *
 * @param perRule new issues of one rule in {@code per}, from 1
 * @param issues new issues of one repository in {@code per}, from 1
 */
public record Caps(int perRule, int issues, Duration per) {
  public Caps {
    if (perRule < 1 || issues < 1) {
      throw new IllegalArgumentException("not a cap: %d, %d".formatted(perRule, issues));
    }
    requireNonNull(per, "per is null");
  }
}
