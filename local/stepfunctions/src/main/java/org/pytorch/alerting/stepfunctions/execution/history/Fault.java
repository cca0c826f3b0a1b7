package org.pytorch.alerting.stepfunctions.execution.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;
import org.pytorch.alerting.stepfunctions.definition.recovery.ErrorNames;

/**
 * Why a state fails.
 *
 * @param error absent for a Fail state without Error; the cause likewise
 */
public record Fault(Optional<String> error, Optional<String> cause) {
  /** The API's limit of an error. */
  private static final int MAX_ERROR_CHARACTERS = 256;

  /** The API's limit of a cause. */
  private static final int MAX_CAUSE_CHARACTERS = 32_768;

  public Fault {
    error = error.map(text -> cut(text, MAX_ERROR_CHARACTERS));
    cause = cause.map(text -> cut(text, MAX_CAUSE_CHARACTERS));
  }

  public static Fault of(String error, String cause) {
    return new Fault(Optional.of(error), Optional.of(cause));
  }

  public static Fault dataLimitExceeded(String task) {
    return of(
        ErrorNames.DATA_LIMIT_EXCEEDED,
        "The state/task '%s' returned a result with a size exceeding the maximum number of bytes service limit."
            .formatted(task));
  }

  /** {@return the error output for a Catch; absent values are empty strings} */
  public JsonNode output() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("Error", error.orElse(""))
        .put("Cause", cause.orElse(""));
  }

  private static String cut(String text, int maxCharacters) {
    return text.length() <= maxCharacters ? text : text.substring(0, maxCharacters);
  }
}
