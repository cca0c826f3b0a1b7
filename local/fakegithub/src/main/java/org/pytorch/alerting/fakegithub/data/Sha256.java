package org.pytorch.alerting.fakegithub.data;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 digests. */
public final class Sha256 {
  private Sha256() {}

  /** {@return the 32 bytes of the digest} */
  public static byte[] of(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** {@return the digest of {@code text} in UTF-8} */
  public static byte[] of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** {@return the digest as 64 lower-case hex digits} */
  public static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(of(bytes));
  }

  /** {@return the digest of {@code text} in UTF-8, as 64 lower-case hex digits} */
  public static String hex(String text) {
    return HexFormat.of().formatHex(of(text));
  }
}
