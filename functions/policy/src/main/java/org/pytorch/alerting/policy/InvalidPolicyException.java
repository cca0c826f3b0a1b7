package org.pytorch.alerting.policy;

import java.util.List;
import java.util.stream.Collectors;
import org.pytorch.alerting.policy.parse.Problem;

/** A policy that has mistakes; none of it is used. */
public final class InvalidPolicyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The message names only the first ones of a long list. */
  private static final int MAX_SHOWN = 5;

  InvalidPolicyException(List<Problem> problems) {
    super(
        problems.stream()
            .limit(MAX_SHOWN)
            .map(problem -> "at %s: %s".formatted(problem.pointer(), problem.text()))
            .collect(
                Collectors.joining(
                    "; ", "the policy has %d mistakes: ".formatted(problems.size()), "")));
  }

  InvalidPolicyException(String message) {
    super(message);
  }

  InvalidPolicyException(String message, Throwable cause) {
    super(message, cause);
  }
}
