package org.pytorch.alerting.github;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.pytorch.alerting.fakegithub.RsaKeys;
import org.pytorch.alerting.model.json.Json;

/** The App's keys, in the forms in which they are stored. */
public final class TestKeys {
  public static final KeyPair RSA = RsaKeys.of(1);

  private TestKeys() {}

  /** {@return a key that is not {@link #RSA}, the same for the same size} */
  public static KeyPair rsa(int bits) {
    return RsaKeys.of(2, bits);
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
