package org.pytorch.alerting.stepfunctions.execution.outcome;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;
import org.pytorch.alerting.stepfunctions.definition.recovery.ErrorNames;

/**
 * Why a state fails, or why an execution is stopped.
 *
 * @param error absent for a Fail state without Error; the cause likewise. At most 256 characters
 *     are kept
 * @param cause at most 32,768 characters are kept
 */
public record Fault(Optional<String> error, Optional<String> cause) {
  /** No error and no cause. */
  public static final Fault NONE = new Fault(Optional.empty(), Optional.empty());

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

  /** {@return whether a retrier or a catcher with these names is for it} */
  public boolean matches(ErrorNames names) {
    return error.map(names::match).orElseGet(names::matchUnnamed);
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
