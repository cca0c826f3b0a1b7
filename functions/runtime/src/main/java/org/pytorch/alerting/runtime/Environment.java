package org.pytorch.alerting.runtime;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.pytorch.alerting.model.Links;

/**
 * A function's variables. A missing or malformed one stops the function at start-up with a message
 * that names it, and never its value, which may be a secret.
 */
public record Environment(Map<String, String> variables) {
  public Environment {
    variables = Map.copyOf(variables);
  }

  /** {@return the variable, or empty when it is absent or blank} */
  public Optional<String> optional(String name) {
    return Optional.ofNullable(variables.get(name))
        .map(String::strip)
        .filter(value -> !value.isEmpty());
  }

  /**
   * {@return the variable}
   *
   * @throws IllegalStateException if it is absent or blank
   */
  public String required(String name) {
    return optional(name)
        .orElseThrow(
            () -> new IllegalStateException("environment variable " + name + " is not set"));
  }

  /**
   * {@return the variable as a decimal number, or {@code fallback} when it is absent}
   *
   * @throws IllegalStateException if it is not a number from {@code min} to {@code max}
   */
  public double number(String name, double fallback, double min, double max) {
    Optional<String> text = optional(name);
    if (text.isEmpty()) {
      return fallback;
    }
    try {
      double value = Double.parseDouble(text.get());
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      // reported below, like a number out of range
    }
    throw new IllegalStateException(
        "environment variable %s is not a number from %s to %s".formatted(name, min, max));
  }

  /**
   * {@return the variable as a boolean, or {@code fallback} when it is absent}
   *
   * @throws IllegalStateException if it is neither {@code true} nor {@code false}
   */
  public boolean flag(String name, boolean fallback) {
    return switch (optional(name).orElse(Boolean.toString(fallback))) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new IllegalStateException(
              "environment variable " + name + " is neither true nor false");
    };
  }

  /**
   * {@return the variable as an absolute http(s) address, or empty when it is absent}
   *
   * @throws IllegalStateException if it is not one
   */
  public Optional<URI> endpoint(String name) {
    return optional(name)
        .map(
            text ->
                Links.usable(text)
                    .map(URI::create)
                    .orElseThrow(
                        () ->
                            new IllegalStateException(
                                "environment variable " + name + " is not an http(s) address")));
  }
}
