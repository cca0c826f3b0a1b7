package org.pytorch.alerting.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.model.json.Json;

/** Seeded: identities made of what could be mistaken for the form that joins them. */
class FingerprintPropertyTest {
  private static final int IDENTITIES = 20_000;

  private static final List<String> PIECES =
      List.of(
          "a",
          "\"",
          "\\",
          ",",
          ":",
          "{",
          "}",
          "\",\"",
          "\":\"",
          "alarm_id",
          "region",
          "title",
          "account_id",
          "null",
          "\u0001",
          "\u0000",
          " ",
          "\ud83d\udea2",
          "|",
          "/",
          "#");

  @Test
  void different_identities_never_meet() {
    Random random = new Random(5);
    Map<Fingerprint, List<Object>> seen = new HashMap<>();
    int repeated = 0;
    for (int i = 0; i < IDENTITIES; i++) {
      AlertEvent event = event(random);
      List<Object> identity = identity(event);
      List<Object> before = seen.put(Fingerprint.of(event), identity);
      if (before != null) {
        assertThat(identity).isEqualTo(before);
        repeated++;
      }
    }

    // Short texts repeat, so both directions were tried.
    assertThat(repeated).isBetween(100, IDENTITIES - 1_000);
  }

  @Test
  void nothing_but_identity_counts() {
    Random random = new Random(6);
    for (int i = 0; i < 2_000; i++) {
      AlertEvent event = event(random);
      AlertEventBuilder other =
          event.toBuilder()
              .providerVersion(text(random))
              .state(random.nextBoolean() ? AlertState.FIRING : AlertState.RESOLVED)
              .description(optional(random))
              .summary(optional(random))
              .reason(optional(random))
              .priority(one(random, Priority.values()))
              .occurredAt(Instant.ofEpochSecond(random.nextInt()))
              .teams(List.of("team-" + random.nextInt(9)))
              .rawProvider(Optional.of(Json.mapper().createObjectNode().put("x", text(random))));
      if (event.identity().alarmId().isPresent()) {
        other.title("t" + text(random)).resource(resource(random));
      } else {
        other
            .title("\t" + event.title() + " ")
            .resource(
                new Resource(
                    event.resource().type(),
                    event.resource().id(),
                    optional(random),
                    Optional.of(Map.of(text(random), text(random)))));
      }

      assertThat(Fingerprint.of(other.build())).isEqualTo(Fingerprint.of(event));
    }
  }

  private static List<Object> identity(AlertEvent event) {
    Identity identity = event.identity();
    return List.of(
        event.source(),
        identity,
        identity.alarmId().isPresent() ? "" : event.title().strip(),
        identity.alarmId().isPresent() ? "" : event.resource().type(),
        identity.alarmId().isPresent() ? "" : event.resource().id());
  }

  private static AlertEvent event(Random random) {
    return AlertEvents.firing()
        .source(random.nextBoolean() ? "grafana" : "cloudwatch")
        .title("t" + text(random))
        .identity(new Identity(optional(random), optional(random), optional(random)))
        .resource(resource(random))
        .build();
  }

  private static Resource resource(Random random) {
    return new Resource(
        one(random, Resource.Type.values()), optional(random), optional(random), Optional.empty());
  }

  private static <T> T one(Random random, T[] values) {
    return Arrays.asList(values).get(random.nextInt(values.length));
  }

  private static Optional<String> optional(Random random) {
    return random.nextBoolean() ? Optional.of(text(random)) : Optional.empty();
  }

  private static String text(Random random) {
    return IntStream.range(0, random.nextInt(3))
        .mapToObj(_ -> PIECES.get(random.nextInt(PIECES.size())))
        .collect(Collectors.joining());
  }
}
