package org.pytorch.alerting.stepfunctions.definition;

/**
 * A definition that is wrong, or uses something that is not implemented here. The message names the
 * place, such as {@code /States/Wait a bit/Seconds}, and what is wrong with it.
 */
public final class InvalidDefinitionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String path;

  /**
   * @param path where, as a JSON pointer into the definition
   */
  public InvalidDefinitionException(String path, String problem) {
    super((path.isEmpty() ? "/" : path) + ": " + problem);
    this.path = path;
  }

  /** {@return where, as a JSON pointer into the definition; empty for the whole} */
  public String path() {
    return path;
  }
}
