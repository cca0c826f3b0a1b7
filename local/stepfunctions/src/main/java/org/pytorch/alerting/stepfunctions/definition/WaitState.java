package org.pytorch.alerting.stepfunctions.definition;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.pytorch.alerting.stepfunctions.data.Path;
import org.pytorch.alerting.stepfunctions.data.Timestamps;
import org.pytorch.alerting.stepfunctions.definition.field.DataFlow;
import org.pytorch.alerting.stepfunctions.definition.field.DefinitionFields;
import org.pytorch.alerting.stepfunctions.definition.field.Edge;

/**
 * Waits for a duration, or until a point in time.
 *
 * @param exit its Next or End
 */
public record WaitState(String name, Until until, DataFlow dataFlow, Edge exit) implements State {
  /** AWS's limit of a wait. */
  public static final int MAX_SECONDS = 99_999_999;

  /** The end of the wait, one record for each field of the definition. */
  public sealed interface Until {
    /** Seconds. */
    record Passed(Duration duration) implements Until {}

    /** SecondsPath. */
    record PassedFromPath(Path path) implements Until {}

    /** Timestamp. */
    record Reached(Instant instant) implements Until {}

    /** TimestampPath. */
    record ReachedFromPath(Path path) implements Until {}
  }

  static WaitState parse(String name, DefinitionFields fields) {
    List<Until> given = new ArrayList<>();
    fields
        .integer("Seconds", 0, MAX_SECONDS)
        .ifPresent(seconds -> given.add(new Until.Passed(Duration.ofSeconds(seconds))));
    fields.referencePath("SecondsPath").map(Until.PassedFromPath::new).ifPresent(given::add);
    fields
        .text("Timestamp")
        .map(text -> fields.legal("Timestamp", Timestamps::require, text))
        .map(Until.Reached::new)
        .ifPresent(given::add);
    fields.referencePath("TimestampPath").map(Until.ReachedFromPath::new).ifPresent(given::add);
    if (given.size() != 1) {
      throw fields.problem("needs one of Seconds, SecondsPath, Timestamp and TimestampPath");
    }
    return new WaitState(name, given.getFirst(), DataFlow.ofPaths(fields), fields.nextOrEnd(name));
  }

  @Override
  public List<Edge> edges() {
    return List.of(exit);
  }
}
