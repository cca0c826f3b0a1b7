package org.pytorch.alerting.model.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackedPayloadTest {
  private static final JsonNode SHORT =
      Json.read(
          """
          {"status": "firing", "labels": {"alertname": "Berth full", "team": "harbor"},
           "startsAt": "2026-03-04T07:12:10Z", "endsAt": "0001-01-01T00:00:00Z"}
          """,
          JsonNode.class);

  @Test
  void what_all_payloads_have_takes_next_to_nothing() {
    assertThat(SHORT.toString()).hasSize(137);
    assertThat(BodyEncoding.GZIP_BASE64.encode(SHORT.toString())).hasSizeGreaterThan(150);
    assertThat(PackedPayload.pack(SHORT)).hasSizeLessThan(80);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "null",
        "\"é 🚨 \\u0000 'quoted'\"",
        "{\"status\":\"firing\"}",
        "[1.50, 1e3, 12345678901234567890]"
      })
  void any_json_comes_back_as_it_was(String json) {
    JsonNode payload = Json.read(json, JsonNode.class);

    assertThat(PackedPayload.unpack(PackedPayload.pack(payload))).isEqualTo(payload);
  }

  @Test
  void a_payload_longer_than_a_chunk_comes_back_too() {
    JsonNode payload = Json.mapper().valueToTree(Map.of("text", "ä1b".repeat(100_000)));

    assertThat(PackedPayload.unpack(PackedPayload.pack(payload))).isEqualTo(payload);
  }

  /** An execution of the version before may be under way while a new one is deployed. */
  @Test
  void what_the_version_before_packed_is_read() {
    assertThat(PackedPayload.unpack(BodyEncoding.GZIP_BASE64.encode(SHORT.toString())))
        .isEqualTo(SHORT);
  }

  /** What is packed must not change its form by accident: functions are deployed one by one. */
  @Test
  void the_dictionary_is_the_one_that_other_functions_have() {
    assertThat(
            PackedPayload.unpack(
                "ePkgr6J3q8YQwlW2OAGZGQppwFIZkakzEouSgCUltpxhrGtgEmJgbmVoZGVIRM6oBQDXgCgx"))
        .isEqualTo(SHORT);
  }

  @Test
  void what_is_not_packed_is_refused() {
    byte[] whole = Base64.getDecoder().decode(PackedPayload.pack(SHORT));
    byte[] half = Arrays.copyOf(whole, whole.length / 2);
    byte[] otherDictionary = whole.clone();
    otherDictionary[2] ^= 1;

    assertRefused("not base64!", "Illegal base64");
    assertRefused(encoded(new byte[] {1, 2, 3, 4}), "payload is not packed");
    assertRefused(encoded(half), "payload is cut short");
    assertRefused("", "payload is cut short");
    assertThatThrownBy(() -> PackedPayload.unpack(encoded(otherDictionary)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void what_would_unfold_to_more_than_a_message_holds_is_refused() {
    JsonNode bomb = Json.mapper().valueToTree("x".repeat(1_048_576));

    assertRefused(PackedPayload.pack(bomb), "more than 1048576 bytes");
    JsonNode largest = Json.mapper().valueToTree("x".repeat(1_048_574));
    assertThat(PackedPayload.unpack(PackedPayload.pack(largest))).isEqualTo(largest);
  }

  private static void assertRefused(String packed, String message) {
    assertThatThrownBy(() -> PackedPayload.unpack(packed))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  private static String encoded(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
