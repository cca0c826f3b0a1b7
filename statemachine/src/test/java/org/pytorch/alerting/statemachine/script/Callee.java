package org.pytorch.alerting.statemachine.script;

import java.util.Arrays;
import java.util.Locale;

/**
 * The functions and the queues that the state machine calls; the definition has one placeholder for
 * each.
 */
public enum Callee {
  NORMALIZE("normalize_function_arn"),
  DECIDE("decide_function_arn"),
  GITHUB("github_function_arn"),
  RECORD("record_function_arn"),
  QUARANTINE("dead_letter_queue_url"),
  CHECK("alert_queue_url");

  private final String placeholder;

  Callee(String placeholder) {
    this.placeholder = placeholder;
  }

  /** {@return the name within the definition's dollar sign and braces} */
  public String placeholder() {
    return placeholder;
  }

  /** {@return its name in scenarios, and the first part of its name on an engine} */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** {@return whether it is a queue, and not a function} */
  public boolean isQueue() {
    return switch (this) {
      case NORMALIZE, DECIDE, GITHUB, RECORD -> false;
      case QUARANTINE, CHECK -> true;
    };
  }

  /**
   * {@return the callee called {@code word}}
   *
   * @throws IllegalArgumentException if it does not exist
   */
  public static Callee of(String word) {
    return Arrays.stream(values())
        .filter(callee -> callee.word().equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no such function or queue: " + word));
  }
}
