package org.pytorch.alerting.webhook.sender;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A sender's signing secret. Not a record: its toString would print it. */
final class HmacKey {
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  /**
   * @param secret its UTF-8 bytes are the key
   */
  HmacKey(String secret) {
    this.key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
  }

  /** {@return HMAC-SHA256 over {@code parts}, one after the other, in lower-case hex} */
  String sign(byte[]... parts) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      for (byte[] part : parts) {
        mac.update(part);
      }
      return HexFormat.of().formatHex(mac.doFinal());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }

  /**
   * {@return whether {@code signature} is the signature of {@code parts} with one of {@code keys},
   * in lower-case hex; every key is always tried}
   */
  static boolean anySigned(List<HmacKey> keys, String signature, byte[]... parts) {
    List<TokenDigest> signatures =
        keys.stream().map(key -> TokenDigest.of(key.sign(parts))).toList();
    return TokenDigest.anyMatches(signatures, signature);
  }
}
