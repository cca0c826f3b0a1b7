package org.pytorch.alerting.fakegithub.settings;

import java.security.PublicKey;

/**
 * The pipeline's App.
 *
 * @param id its App id, the older form of the issuer in its tokens
 * @param clientId the newer form
 * @param slug its name in URLs; its bot's login is {@code slug[bot]}
 * @param publicKey the public key for its tokens' signatures
 */
public record GitHubApp(long id, String clientId, String slug, PublicKey publicKey) {
  /** Bots have their own account ids; this offset keeps them apart from people's. */
  private static final long BOT_ID_BASE = 900_000_000L;

  public Account bot() {
    return new Account(slug + "[bot]", BOT_ID_BASE + id, Account.Type.BOT);
  }

  public boolean isIssuer(String issuer) {
    return issuer.equals(Long.toString(id)) || issuer.equals(clientId);
  }
}
