package org.pytorch.alerting.webhook.sender;

/** The store of the senders' secret. */
public interface SenderSecrets {
  /**
   * {@return the current secret}
   *
   * @throws SecretsUnavailableException if it cannot be read
   */
  String read();
}
