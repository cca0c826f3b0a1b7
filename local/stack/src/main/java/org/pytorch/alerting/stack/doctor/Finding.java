package org.pytorch.alerting.stack.doctor;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * The result of one check.
 *
 * @param what is checked, in a few words
 * @param detail what was found, without secrets
 * @param remedy what to do about it; absent exactly if all is well
 */
public record Finding(String what, String detail, Optional<String> remedy) {
  private static final int WIDTH = 14;

  public Finding {
    requireNonNull(what, "what is null");
    requireNonNull(detail, "detail is null");
  }

  public static Finding good(String what, String detail) {
    return new Finding(what, detail, Optional.empty());
  }

  public static Finding bad(String what, String detail, String remedy) {
    return new Finding(what, detail, Optional.of(remedy));
  }

  public boolean isGood() {
    return remedy.isEmpty();
  }

  /** {@return one line for people} */
  public String line() {
    String line = "%s %s %s".formatted(isGood() ? "✓" : "✗", padded(), detail);
    return remedy.map(todo -> line + ": " + todo).orElse(line);
  }

  private String padded() {
    return what + " ".repeat(Math.max(0, WIDTH - what.length()));
  }
}
