package org.pytorch.alerting.webhook.sender;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

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
    try {
      return new TokenDigest(
          MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
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
