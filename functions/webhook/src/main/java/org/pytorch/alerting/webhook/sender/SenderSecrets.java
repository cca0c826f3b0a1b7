package org.pytorch.alerting.webhook.sender;

/** Where the senders' secret is kept. */
public interface SenderSecrets {
  /**
   * {@return the secret as it is now}
   *
   * @throws SecretsUnavailableException if it cannot be had
   */
  String read();
}
