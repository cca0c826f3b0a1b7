package org.pytorch.alerting.webhook.sender;

import org.pytorch.alerting.runtime.StacklessException;

/** Nobody can be let in, for the secret cannot be had or not be used. */
public final class SecretsUnavailableException extends StacklessException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message fit for a log: never a part of the secret
   */
  public SecretsUnavailableException(String message) {
    super(message);
  }
}
