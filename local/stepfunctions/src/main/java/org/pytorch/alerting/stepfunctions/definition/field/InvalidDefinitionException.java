package org.pytorch.alerting.stepfunctions.definition.field;

/**
 * A definition that is wrong, or uses something that is not implemented here. The message names the
 * place, such as {@code /States/Wait a bit/Seconds}, and what is wrong with it.
 */
public final class InvalidDefinitionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What kind of problem it is, as ValidateStateMachineDefinition names it. */
  public enum Code {
    INVALID_JSON_DESCRIPTION,
    MISSING_TRANSITION_TARGET,
    SCHEMA_VALIDATION_FAILED
  }

  private final Code code;
  private final String path;
  private final String problem;

  /**
   * @param path where, as a JSON pointer into the definition
   */
  public InvalidDefinitionException(String path, String problem) {
    this(Code.SCHEMA_VALIDATION_FAILED, path, problem);
  }

  /**
   * @param path where, as a JSON pointer into the definition
   */
  public InvalidDefinitionException(Code code, String path, String problem) {
    super((path.isEmpty() ? "/" : path) + ": " + problem);
    this.code = code;
    this.path = path;
    this.problem = problem;
  }

  public Code code() {
    return code;
  }

  /** {@return what is wrong, without the place} */
  public String problem() {
    return problem;
  }

  /** {@return where, as a JSON pointer into the definition; empty for the whole} */
  public String path() {
    return path;
  }
}
