package org.pytorch.alerting.stepfunctions.definition.field;

/**
 * A definition is invalid or uses an unsupported feature. The message names the place, such as
 * {@code /States/Wait a bit/Seconds}, and the problem.
 */
public final class InvalidDefinitionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The kind of problem, as ValidateStateMachineDefinition names it. */
  public enum Code {
    INVALID_JSON_DESCRIPTION,
    MISSING_TRANSITION_TARGET,
    SCHEMA_VALIDATION_FAILED
  }

  private final Code code;
  private final String path;
  private final String problem;

  /**
   * @param path the place, as a JSON pointer into the definition
   */
  public InvalidDefinitionException(String path, String problem) {
    this(Code.SCHEMA_VALIDATION_FAILED, path, problem);
  }

  /**
   * @param path the place, as a JSON pointer into the definition
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

  /** {@return the problem, without the place} */
  public String problem() {
    return problem;
  }

  /** {@return the place, as a JSON pointer into the definition; empty for the whole} */
  public String path() {
    return path;
  }
}
