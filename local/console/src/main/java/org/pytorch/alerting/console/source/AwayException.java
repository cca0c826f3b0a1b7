package org.pytorch.alerting.console.source;

/** A service does not respond, refuses the request, or is not connected. The page says so. */
public final class AwayException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String heading;

  private AwayException(Service service, String what, String detail) {
    super(service.text() + " " + what + detail);
    this.heading = service.text() + " " + what;
  }

  /** {@return that the console was started without this service} */
  public static AwayException notConnected(Service service) {
    return new AwayException(service, "is not connected", " to this console.");
  }

  /** {@return that a request got no response} */
  public static AwayException noResponse(Service service, Exception cause) {
    AwayException away = new AwayException(service, "does not respond", ".");
    away.initCause(cause);
    return away;
  }

  /** {@return that a request was refused, and why} */
  public static AwayException refused(Service service, String reason) {
    return refused(service, "the request", reason);
  }

  /**
   * {@return that a request was refused, and why}
   *
   * @param what was refused, such as {@code the comment}
   */
  public static AwayException refused(Service service, String what, String reason) {
    return new AwayException(service, "refused " + what, ": " + reason);
  }

  /** {@return what happened in short, such as {@code GitHub does not respond}} */
  public String heading() {
    return heading;
  }

  /** {@return a sentence for people} */
  public String text() {
    return String.valueOf(getMessage());
  }
}
