package org.pytorch.alerting.webhook.sender;

import org.pytorch.alerting.runtime.StacklessException;

/** The secret cannot be read or used, so no sender can be authenticated. */
public final class SecretsUnavailableException extends StacklessException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message safe to log: never a part of the secret
   */
  public SecretsUnavailableException(String message) {
    super(message);
  }
}
