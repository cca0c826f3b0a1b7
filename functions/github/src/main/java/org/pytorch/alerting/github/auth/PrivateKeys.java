package org.pytorch.alerting.github.auth;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads RSA keys from PEM: PKCS#1 ({@code RSA PRIVATE KEY}), as GitHub issues them, and PKCS#8
 * ({@code PRIVATE KEY}), as tools convert them. Errors name the problem and quote nothing of the
 * key.
 */
final class PrivateKeys {
  /** In bits; RS256 must not be used with less (RFC 7518, section 3.3). */
  static final int MIN_KEY_BITS = 2_048;

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

  /** INTEGER 0, the version; then SEQUENCE { OBJECT IDENTIFIER rsaEncryption, NULL }. */
  private static final byte[] PKCS8_HEAD =
      HexFormat.of().parseHex("020100" + "300d06092a864886f70d0101010500");

  private static final byte SEQUENCE = 0x30;
  private static final byte OCTET_STRING = 0x04;

  private PrivateKeys() {}

  /**
   * {@return the key in {@code pem}}
   *
   * @throws IllegalArgumentException if there is no usable key
   */
  static RSAPrivateCrtKey read(String pem) {
    Matcher block = BLOCK.matcher(pem);
    if (!block.find()) {
      throw new IllegalArgumentException("the key is not PEM: it has no BEGIN and END lines");
    }
    String type = block.group(1);
    String content = block.group(2);
    if (type.equals("ENCRYPTED PRIVATE KEY") || content.contains("ENCRYPTED")) {
      throw new IllegalArgumentException("the key is encrypted; store it without a passphrase");
    }
    byte[] pkcs8 =
        switch (type) {
          case "PRIVATE KEY" -> base64(content);
          case "RSA PRIVATE KEY" -> wrap(base64(content));
          default ->
              throw new IllegalArgumentException(
                  "the key is a " + type + "; the App's RSA PRIVATE KEY is needed");
        };
    return check(decode(pkcs8));
  }

  private static byte[] base64(String content) {
    try {
      return Base64.getDecoder().decode(content.replaceAll("\\s", ""));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("the key is damaged: its content is not Base64");
    }
  }

  private static PrivateKey decode(byte[] pkcs8) {
    try {
      return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has RSA", e);
    } catch (GeneralSecurityException e) {
      // Its message can quote bytes of the key.
      throw new IllegalArgumentException("the key is damaged, or is not an RSA key");
    }
  }

  private static RSAPrivateCrtKey check(PrivateKey key) {
    if (!(key instanceof RSAPrivateCrtKey rsa)) {
      throw new IllegalArgumentException("the key is not an RSA key with all its parts");
    }
    int bits = rsa.getModulus().bitLength();
    if (bits < MIN_KEY_BITS) {
      throw new IllegalArgumentException(
          "the key has " + bits + " bits and needs at least " + MIN_KEY_BITS);
    }
    return rsa;
  }

  /**
   * Java reads PKCS#8 only: the PKCS#1 structure in an envelope that says "RSA" (RFC 5958),
   * SEQUENCE { version, algorithm, OCTET STRING { the PKCS#1 structure } }.
   */
  private static byte[] wrap(byte[] pkcs1) {
    byte[] key = element(OCTET_STRING, pkcs1);
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.writeBytes(PKCS8_HEAD);
    content.writeBytes(key);
    return element(SEQUENCE, content.toByteArray());
  }

  /** {@return a DER element: its tag, the length of its content, its content} */
  private static byte[] element(byte tag, byte[] content) {
    ByteArrayOutputStream der = new ByteArrayOutputStream();
    der.write(tag);
    int length = content.length;
    if (length < 0x80) {
      der.write(length);
    } else {
      // The long form: the number of length bytes, then those bytes, the highest first.
      int bytes = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / 8;
      der.write(0x80 | bytes);
      for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
        der.write(length >>> shift);
      }
    }
    der.writeBytes(content);
    return der.toByteArray();
  }
}
