package org.pytorch.alerting.model.text;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of texts. */
public final class Sha256 {
  private Sha256() {}

  /** {@return the 32 bytes of the digest of {@code text} in UTF-8} */
  public static byte[] of(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** {@return the digest of {@code text} in UTF-8, as 64 lower-case hex digits} */
  public static String hex(String text) {
    return HexFormat.of().formatHex(of(text));
  }
}
