package org.pytorch.alerting.normalize.grouped;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Prometheus's own fingerprint of an alert: FNV-1a, 64 bits, over its labels sorted by the bytes of
 * their names, with a byte that UTF-8 does not use after each name and each value. Alertmanager
 * sends it as {@code fingerprint}.
 */
final class LabelsFingerprint {
  private static final long OFFSET_BASIS = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;
  private static final byte SEPARATOR = (byte) 0xff;

  private LabelsFingerprint() {}

  /** {@return the fingerprint of {@code labels}, 16 hex digits, or empty if there are none} */
  static Optional<String> of(JsonNode labels) {
    Map<byte[], byte[]> sorted = new TreeMap<>(Arrays::compareUnsigned);
    labels
        .properties()
        .forEach(
            label -> {
              JsonNode value = label.getValue();
              String text = value.isValueNode() && !value.isNull() ? value.asText() : "";
              // Prometheus has no empty label values.
              if (!text.isEmpty()) {
                sorted.put(utf8(label.getKey()), utf8(text));
              }
            });
    if (sorted.isEmpty()) {
      return Optional.empty();
    }
    long hash = OFFSET_BASIS;
    for (Map.Entry<byte[], byte[]> label : sorted.entrySet()) {
      hash = add(add(hash, label.getKey()), label.getValue());
    }
    return Optional.of("%016x".formatted(hash));
  }

  private static long add(long hash, byte[] text) {
    long sum = hash;
    for (byte b : text) {
      sum = (sum ^ (b & 0xff)) * PRIME;
    }
    return (sum ^ (SEPARATOR & 0xff)) * PRIME;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
