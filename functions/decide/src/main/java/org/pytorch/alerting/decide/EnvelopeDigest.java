package org.pytorch.alerting.decide;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.pytorch.alerting.model.Envelope;
import org.pytorch.alerting.model.Json;

/** Ties a row to the message that last changed it, without keeping the message. */
final class EnvelopeDigest {
  private EnvelopeDigest() {}

  /** {@return SHA-256, 64 lower-case hex digits, over the JSON of {@code envelope}} */
  static String of(Envelope envelope) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] json = Json.write(envelope).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(digest.digest(json));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
