package org.pytorch.alerting.stepfunctions.definition.recovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.LinkedHashSet;
import java.util.Set;
import org.pytorch.alerting.stepfunctions.definition.field.DefinitionFields;

/** The ErrorEquals of a retrier or a catcher. */
public record ErrorNames(Set<String> names) {
  /** Matches every error except {@link #RUNTIME}. */
  public static final String ALL = "States.ALL";

  /** Matches every error except {@link #TIMEOUT} and {@link #RUNTIME}. */
  public static final String TASK_FAILED = "States.TaskFailed";

  /** A task did not respond in time. */
  public static final String TIMEOUT = "States.Timeout";

  /** Invalid data. Nothing matches it, not even its own name. */
  public static final String RUNTIME = "States.Runtime";

  /** An input, output or result is too long. */
  public static final String DATA_LIMIT_EXCEEDED = "States.DataLimitExceeded";

  private static final String RESERVED_PREFIX = "States.";
  private static final Set<String> RESERVED =
      Set.of(
          ALL,
          TASK_FAILED,
          TIMEOUT,
          RUNTIME,
          DATA_LIMIT_EXCEEDED,
          "States.HeartbeatTimeout",
          "States.Permissions",
          "States.ResultPathMatchFailure",
          "States.ParameterPathFailure",
          "States.BranchFailed",
          "States.NoChoiceMatched",
          "States.IntrinsicFailure",
          "States.ExceedToleratedFailureThreshold",
          "States.ItemReaderFailed",
          "States.ResultWriterFailed",
          "States.QueryEvaluationError");

  public ErrorNames {
    names = Set.copyOf(names);
  }

  /** {@return whether these names match the error} */
  public boolean match(String error) {
    if (error.equals(RUNTIME)) {
      return false;
    }
    return names.contains(ALL)
        || (names.contains(TASK_FAILED) && !error.equals(TIMEOUT))
        || names.contains(error);
  }

  /** {@return whether these names match the failure of a Fail state without Error} */
  public boolean matchUnnamed() {
    return names.contains(ALL) || names.contains(TASK_FAILED);
  }

  /** Reads ErrorEquals. States.ALL must stand alone, and in the last element. */
  static ErrorNames parse(DefinitionFields fields, boolean last) {
    if (!(fields.any("ErrorEquals").orElse(null) instanceof ArrayNode array) || array.isEmpty()) {
      throw fields.problem("ErrorEquals", "must be an array with at least one name");
    }
    Set<String> names = new LinkedHashSet<>();
    for (JsonNode name : array) {
      if (!name.isTextual()) {
        throw fields.problem("ErrorEquals", "must be an array of strings");
      }
      if (name.textValue().startsWith(RESERVED_PREFIX) && !RESERVED.contains(name.textValue())) {
        throw fields.problem(
            "ErrorEquals", "has the unknown reserved name '%s'".formatted(name.textValue()));
      }
      names.add(name.textValue());
    }
    if (names.contains(ALL) && (array.size() > 1 || !last)) {
      throw fields.problem("ErrorEquals", "States.ALL must stand alone, and in the last element");
    }
    return new ErrorNames(names);
  }
}
