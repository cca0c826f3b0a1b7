package org.pytorch.alerting.model.check;

import static java.util.Objects.requireNonNull;

import org.pytorch.alerting.model.Fingerprint;

/**
 * The third kind of word about an alert, beside FIRING and RESOLVED, and the only one that we say
 * ourselves: look at it again. It is the body of a message on our own queue. It carries no news, so
 * a forged one can do no harm: it only makes us do what is due by the alert's row and the clock.
 */
public record Check(Fingerprint fingerprint, CheckReason reason) {
  /** The value of the message attribute {@code source} of a check. */
  public static final String SOURCE = "check";

  public Check {
    requireNonNull(fingerprint, "fingerprint is null");
    requireNonNull(reason, "reason is null");
  }
}
