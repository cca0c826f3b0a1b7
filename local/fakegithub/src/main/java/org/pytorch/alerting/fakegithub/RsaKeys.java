package org.pytorch.alerting.fakegithub;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * RSA keys for the Apps of tests, the same in each run: no secret. Making one takes long, so each
 * is made once.
 */
public final class RsaKeys {
  private static final int BITS = 2_048;

  private static final Map<Spec, KeyPair> MADE = new ConcurrentHashMap<>();

  private record Spec(long seed, int bits) {}

  private RsaKeys() {}

  /** {@return a key of 2,048 bits, another one for each seed} */
  public static KeyPair of(long seed) {
    return of(seed, BITS);
  }

  /** {@return the same for another length} */
  public static KeyPair of(long seed, int bits) {
    return MADE.computeIfAbsent(new Spec(seed, bits), RsaKeys::generate);
  }

  private static KeyPair generate(Spec spec) {
    try {
      SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
      // Before anything is drawn, so that nothing else is random.
      random.setSeed(spec.seed());
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(spec.bits(), random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
