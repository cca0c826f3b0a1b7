package org.pytorch.alerting.model.check;

import static java.util.Objects.requireNonNull;

import org.pytorch.alerting.model.Fingerprint;

/**
 * Our own message to look at an alert again, the body of a message on our queue. It carries no
 * news, so a forged one does no harm: it only triggers what is due by the alert's row and the
 * clock.
 */
public record Check(Fingerprint fingerprint, CheckReason reason) {
  /** The value of the message attribute {@code source} of a check. */
  public static final String SOURCE = "check";

  public Check {
    requireNonNull(fingerprint, "fingerprint is null");
    requireNonNull(reason, "reason is null");
  }
}
