package org.pytorch.alerting.normalize.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.text.Sha256;

/** Short identifiers that are the same for every message about one alert. */
public final class StableId {
  /** In characters; an alarm's ARN with a name of 255 characters fits. */
  static final int MAX_LENGTH = 500;

  private StableId() {}

  /** {@return {@code id}, or its digest if it is too long} */
  public static String of(String id) {
    return id.length() <= MAX_LENGTH ? id : digest("", Map.of("id", id));
  }

  /** {@return a digest of {@code values}, whatever their order; it starts with {@code prefix}} */
  public static String digest(String prefix, Map<String, ?> values) {
    // JSON escapes the values, so none can imitate the boundary between two others.
    JsonNode sorted = Json.mapper().valueToTree(new TreeMap<>(values));
    return prefix + "sha256:" + Sha256.hex(sorted.toString());
  }
}
