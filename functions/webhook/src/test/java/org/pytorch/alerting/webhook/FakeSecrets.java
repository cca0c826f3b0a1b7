package org.pytorch.alerting.webhook;

/** A secret that can be changed and taken away; it counts how often it is read. */
final class FakeSecrets implements SenderSecrets {
  String secret;
  boolean down;
  int reads;

  FakeSecrets(String secret) {
    this.secret = secret;
  }

  @Override
  public String read() {
    reads++;
    if (down) {
      throw new SecretsUnavailableException("secret store is down");
    }
    return secret;
  }
}
