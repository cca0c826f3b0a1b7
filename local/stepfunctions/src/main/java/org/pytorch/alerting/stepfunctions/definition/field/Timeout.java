package org.pytorch.alerting.stepfunctions.definition.field;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.pytorch.alerting.stepfunctions.data.Path;

/** The time limit of a Task. */
public sealed interface Timeout {
  /** AWS's longest time-out, which is also its default. */
  int MAX_SECONDS = 99_999_999;

  /** No TimeoutSeconds. */
  record Unlimited() implements Timeout {}

  record Fixed(Duration duration) implements Timeout {}

  record FromPath(Path path) implements Timeout {}

  static Timeout parse(DefinitionFields fields) {
    OptionalInt seconds = fields.integer("TimeoutSeconds", 1, MAX_SECONDS);
    Optional<Path> path = fields.referencePath("TimeoutSecondsPath");
    if (seconds.isPresent() && path.isPresent()) {
      throw fields.problem("TimeoutSecondsPath", "cannot be combined with TimeoutSeconds");
    }
    if (path.isPresent()) {
      return new FromPath(path.get());
    }
    return seconds.isPresent()
        ? new Fixed(Duration.ofSeconds(seconds.getAsInt()))
        : new Unlimited();
  }
}
