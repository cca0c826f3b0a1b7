package org.pytorch.alerting.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pytorch.alerting.model.json.Json;

class AlertEventBuilderTest {
  private static final AlertEvent FULL = full();

  private static AlertEvent full() {
    ObjectNode json = Json.read(AlertEventSchemaTest.FULL, ObjectNode.class);
    json.putObject("routing").put("route", "cranes");
    json.put("data_source", "prom1");
    return Json.read(json.toString(), AlertEvent.class);
  }

  static Stream<RecordComponent> components() {
    return Stream.of(AlertEvent.class.getRecordComponents());
  }

  @ParameterizedTest
  @MethodSource("components")
  void full_event_has_every_field(RecordComponent component) throws ReflectiveOperationException {
    assertThat(component.getAccessor().invoke(FULL)).isNotIn(Optional.empty(), List.of());
  }

  @Test
  void builder_of_an_event_builds_that_event() {
    assertThat(FULL.toBuilder().build()).isEqualTo(FULL);
  }

  @Test
  void every_field_can_be_set() {
    AlertEvent built =
        new AlertEventBuilder()
            .providerVersion(FULL.providerVersion())
            .source(FULL.source())
            .state(FULL.state())
            .title(FULL.title())
            .subject(FULL.subject())
            .description(FULL.description())
            .summary(FULL.summary())
            .reason(FULL.reason())
            .condition(FULL.condition())
            .values(FULL.values())
            .priority(FULL.priority())
            .occurredAt(FULL.occurredAt())
            .teams(FULL.teams())
            .resource(FULL.resource())
            .identity(FULL.identity())
            .links(FULL.links())
            .rawProvider(FULL.rawProvider())
            .labels(FULL.labels())
            .annotations(FULL.annotations())
            .dimensions(FULL.dimensions())
            .routing(FULL.routing())
            .dataSource(FULL.dataSource())
            .build();

    assertThat(built).isEqualTo(FULL);
  }

  @Test
  void first_required_field_that_is_missing_is_named() {
    AlertEventBuilder builder = new AlertEventBuilder();

    assertThatThrownBy(builder::build).hasMessage("source was not set");
    builder.source("yardwatch");
    assertThatThrownBy(builder::build).hasMessage("state was not set");
    builder.state(AlertState.FIRING);
    assertThatThrownBy(builder::build).hasMessage("title was not set");
    builder.title("Crane 4 does not answer");
    assertThatThrownBy(builder::build).hasMessage("occurred_at was not set");
    builder.occurredAt(Instant.EPOCH);
    assertThat(builder.build().team()).isEmpty();
  }
}
