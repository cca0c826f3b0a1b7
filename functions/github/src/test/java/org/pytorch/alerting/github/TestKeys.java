package org.pytorch.alerting.github;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.pytorch.alerting.model.json.Json;

/** Keys made for one test run; none is stored. */
public final class TestKeys {
  public static final KeyPair RSA = generate(2048);

  private static final Map<Integer, KeyPair> OTHERS = new ConcurrentHashMap<>();

  private TestKeys() {}

  /** {@return a key that is not {@link #RSA}, the same for the same size: making one takes long} */
  public static KeyPair rsa(int bits) {
    return OTHERS.computeIfAbsent(bits, TestKeys::generate);
  }

  private static KeyPair generate(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As GitHub gives keys out: PKCS#1, which is what lies inside of PKCS#8. */
  public static String pkcs1(KeyPair pair) {
    byte[] pkcs8 = pair.getPrivate().getEncoded();
    // The last element of PKCS#8 is the key; its header is before the key's own 30 82.
    int start = 26;
    return pem("RSA PRIVATE KEY", Arrays.copyOfRange(pkcs8, start, pkcs8.length));
  }

  public static String pkcs8(KeyPair pair) {
    return pem("PRIVATE KEY", pair.getPrivate().getEncoded());
  }

  public static String pem(String type, byte[] der) {
    String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + type + "-----\n" + lines + "\n-----END " + type + "-----\n";
  }

  public static String secret(String pem) {
    return Json.write(
        Map.of(
            "github_app_id",
            812345,
            "github_app_key_base64",
            Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII))));
  }

  /** The usual secret. */
  public static String secret() {
    return secret(pkcs1(RSA));
  }
}
