package org.pytorch.alerting.webhook.sender;

import java.security.MessageDigest;
import java.util.List;
import org.pytorch.alerting.model.text.Sha256;

/**
 * The SHA-256 of a token. Comparing digests takes the same time whatever the token's length and
 * wherever it differs; and the tokens themselves need not be stored.
 */
final class TokenDigest {
  private final byte[] sha256;

  private TokenDigest(byte[] sha256) {
    this.sha256 = sha256;
  }

  static TokenDigest of(String token) {
    return new TokenDigest(Sha256.of(token));
  }

  /** {@return whether both are digests of the same token, in constant time} */
  boolean matches(TokenDigest other) {
    return MessageDigest.isEqual(sha256, other.sha256);
  }

  /** {@return whether {@code token} has one of {@code digests}; all are always compared} */
  static boolean anyMatches(List<TokenDigest> digests, String token) {
    TokenDigest presented = of(token);
    boolean found = false;
    for (TokenDigest digest : digests) {
      found |= digest.matches(presented);
    }
    return found;
  }
}
