package org.pytorch.alerting.stepfunctions.execution;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import org.pytorch.alerting.stepfunctions.data.JsonText;
import org.pytorch.alerting.stepfunctions.data.Path;
import org.pytorch.alerting.stepfunctions.data.Seconds;
import org.pytorch.alerting.stepfunctions.data.StatesRuntimeException;
import org.pytorch.alerting.stepfunctions.data.Timestamps;
import org.pytorch.alerting.stepfunctions.definition.WaitState;
import org.pytorch.alerting.stepfunctions.definition.WaitState.Until;
import org.pytorch.alerting.stepfunctions.time.Scheduler;

/** A visit of a Wait state. */
final class WaitVisit extends Visit {
  private final WaitState state;
  private Scheduler.Scheduled waiting = () -> {};

  WaitVisit(WaitState state, Entry entry) {
    super(state, entry);
    this.state = state;
  }

  @Override
  void begin() {
    JsonNode input = effectiveInput();
    Duration left =
        switch (state.until()) {
          case Until.Passed passed -> passed.duration();
          case Until.PassedFromPath from -> seconds(from.path(), input);
          case Until.Reached reached -> until(reached.instant());
          case Until.ReachedFromPath from -> until(timestamp(from.path(), input));
        };
    waiting = later(left, () -> leave(outputOf(input), state.exit()));
  }

  private JsonNode outputOf(JsonNode input) {
    return state.dataFlow().outputPath().apply(scope(input));
  }

  private Duration until(Instant instant) {
    Duration left = Duration.between(now(), instant);
    return left.isNegative() ? Duration.ZERO : left;
  }

  private Duration seconds(Path path, JsonNode input) {
    JsonNode value = value("SecondsPath", path, input);
    return Duration.ofSeconds(Seconds.of("SecondsPath", path, value, 0, WaitState.MAX_SECONDS));
  }

  private Instant timestamp(Path path, JsonNode input) {
    JsonNode value = value("TimestampPath", path, input);
    return Timestamps.parse(value)
        .orElseThrow(
            () ->
                new StatesRuntimeException(
                    "The TimestampPath parameter does not reference a valid ISO-8601 extended"
                        + " offset date-time format string: %s == %s"
                            .formatted(path, JsonText.plain(value))));
  }

  private JsonNode value(String field, Path path, JsonNode input) {
    try {
      return path.read(scope(input));
    } catch (Path.MissingException e) {
      throw new StatesRuntimeException(
          "The %s parameter does not reference an input value: %s".formatted(field, path));
    }
  }

  @Override
  void cancel() {
    super.cancel();
    waiting.cancel();
  }
}
