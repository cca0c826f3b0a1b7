package org.pytorch.alerting.console.source;

/** A service does not respond, refuses the request, or is not connected. The page says so. */
public final class AwayException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Service service;

  private AwayException(Service service, String message) {
    super(message);
    this.service = service;
  }

  /** {@return that the console was started without this service} */
  public static AwayException notConnected(Service service) {
    return new AwayException(
        service, "%s is not connected to this console.".formatted(service.text()));
  }

  /** {@return that a request got no response} */
  public static AwayException noResponse(Service service, Exception cause) {
    AwayException away =
        new AwayException(service, "%s does not respond.".formatted(service.text()));
    away.initCause(cause);
    return away;
  }

  /** {@return that a request was refused, and why} */
  public static AwayException refused(Service service, String reason) {
    return new AwayException(
        service, "%s refused the request: %s".formatted(service.text(), reason));
  }

  public Service service() {
    return service;
  }

  /** {@return a sentence for people} */
  public String text() {
    return String.valueOf(getMessage());
  }
}
