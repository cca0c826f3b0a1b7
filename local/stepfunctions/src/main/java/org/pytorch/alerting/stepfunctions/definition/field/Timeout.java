package org.pytorch.alerting.stepfunctions.definition.field;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.pytorch.alerting.stepfunctions.data.Path;

/** How long a Task is waited for. */
public sealed interface Timeout {
  /** The longest time AWS takes, which is also its default. */
  int MAX_SECONDS = 99_999_999;

  /** As long as it takes. */
  record Unlimited() implements Timeout {}

  /** TimeoutSeconds. */
  record Fixed(Duration duration) implements Timeout {}

  /** TimeoutSecondsPath. */
  record FromPath(Path path) implements Timeout {}

  /** Reads the one or the other. */
  static Timeout parse(Fields fields) {
    OptionalInt seconds = fields.integer("TimeoutSeconds", 1, MAX_SECONDS);
    Optional<Path> path = fields.referencePath("TimeoutSecondsPath");
    if (seconds.isPresent() && path.isPresent()) {
      throw fields.problem("TimeoutSecondsPath", "is one too many beside TimeoutSeconds");
    }
    if (path.isPresent()) {
      return new FromPath(path.get());
    }
    return seconds.isPresent()
        ? new Fixed(Duration.ofSeconds(seconds.getAsInt()))
        : new Unlimited();
  }
}
