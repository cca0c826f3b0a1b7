package org.pytorch.alerting.webhook.sender;

/** A secret that can be changed and taken away; it counts how often it is read. */
public final class FakeSecrets implements SenderSecrets {
  public String secret;
  public boolean down;
  public int reads;

  public FakeSecrets(String secret) {
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
