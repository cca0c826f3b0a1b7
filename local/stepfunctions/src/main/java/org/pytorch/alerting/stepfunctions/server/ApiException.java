package org.pytorch.alerting.stepfunctions.server;

/** An error response of the Step Functions API. */
final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String type;

  /**
   * @param type the error's name in the API, such as StateMachineDoesNotExist
   */
  ApiException(String type, String message) {
    super(message, null, false, false);
    this.type = type;
  }

  static ApiException validation(String message) {
    return new ApiException("ValidationException", message);
  }

  String type() {
    return type;
  }
}
