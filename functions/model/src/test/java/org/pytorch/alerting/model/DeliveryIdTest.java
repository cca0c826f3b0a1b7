package org.pytorch.alerting.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.model.json.Json;

class DeliveryIdTest {
  @Test
  void the_same_body_of_the_same_source_in_the_same_scope_is_the_same_delivery() {
    assertThat(DeliveryId.of("grafana", "hour 7", "{\"ä\":1}"))
        .isEqualTo(DeliveryId.of("grafana", "hour 7", "{\"ä\":1}"));
  }

  @Test
  void no_value_can_imitate_the_boundary_to_the_next() {
    Set<DeliveryId> ids =
        Stream.of(
                DeliveryId.of("a", "b", "c"),
                DeliveryId.of("ab", "", "c"),
                DeliveryId.of("a", "bc", ""),
                DeliveryId.of("a\",\"b", "", "c"),
                DeliveryId.of("a", "", "b\n c"),
                DeliveryId.of("a", "b\"]\nc", ""))
            .collect(Collectors.toSet());

    assertThat(ids).hasSize(6);
  }

  @Test
  void it_is_a_uuid_of_version_8() {
    String text = DeliveryId.of("grafana", "hour 7", "{}").value();

    assertThat(UUID.fromString(text).version()).isEqualTo(8);
    assertThat(UUID.fromString(text).variant()).isEqualTo(2);
    assertThat(DeliveryId.parse(text)).hasValueSatisfying(id -> assertThat(id).hasToString(text));
    assertThat(Json.read(Json.write(DeliveryId.parse(text)), DeliveryId.class)).hasToString(text);
  }

  /**
   * The first 16 bytes of SHA-256 over the JSON list, a line feed and the body, with six bits set.
   */
  @ParameterizedTest
  @CsvSource({
    "hour 7, b3d41c52-ebe2-8a8d-b446-3122608f50d2",
    "hour 8, 66fb5130-5b76-804a-a2a4-a4a5ea1ec3da"
  })
  void it_stays_the_same_over_versions_of_this_code(String scope, String id) {
    assertThat(DeliveryId.of("grafana", scope, "{}")).hasToString(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "7", "0b3d6c1e-0c4b-4f0c-9d55-3f9f0f7a3c11", "x"})
  void anything_else_is_none(String text) {
    assertThat(DeliveryId.parse(text)).isEmpty();
    assertThatThrownBy(() -> new DeliveryId(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
