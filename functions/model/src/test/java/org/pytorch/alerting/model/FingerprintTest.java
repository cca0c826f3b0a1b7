package org.pytorch.alerting.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FingerprintTest {
  private static final Identity NO_ALARM_ID =
      new Identity(Optional.empty(), Optional.empty(), Optional.empty());

  @Test
  void is_the_sha_256_of_the_canonical_json_of_the_identity() {
    // sha256 of {"account_id":"1","alarm_id":"04ae3ef017b5425f","source":"grafana"}, by coreutils.
    assertThat(Fingerprint.of(AlertEvents.firing().build()).hex())
        .isEqualTo("e6644d34d52dce78e9a264cd40657aab20c0151580f1e49b6d6bef9d797ce683");
  }

  @Test
  void nothing_but_identity_counts() {
    AlertEvent event = AlertEvents.firing().build();
    AlertEvent other =
        event.toBuilder()
            .state(AlertState.RESOLVED)
            .title("another title")
            .summary(Optional.of("x"))
            .priority(Priority.P3)
            .occurredAt(Instant.EPOCH)
            .teams(List.of("b", "a"))
            .resource(
                new Resource(
                    Resource.Type.JOB,
                    Optional.of("j"),
                    Optional.of("r"),
                    Optional.of(Map.of("k", "v"))))
            .build();

    assertThat(Fingerprint.of(other)).isEqualTo(Fingerprint.of(event));
  }

  @ParameterizedTest
  @CsvSource({
    "cloudwatch, 1, , 04ae3ef017b5425f",
    "grafana, 2, , 04ae3ef017b5425f",
    "grafana, 1, eu-west-1, 04ae3ef017b5425f",
    "grafana, 1, , 14ae3ef017b5425f",
    "grafana, , , 04ae3ef017b5425f",
    "grafana, , 1, 04ae3ef017b5425f",
    "grafana, 1, , '04ae3ef017b5425f\",\"region\":\"x'"
  })
  void every_part_of_the_identity_counts(
      String source, String account, String region, String alarmId) {
    AlertEvent other =
        AlertEvents.firing()
            .source(source)
            .identity(
                new Identity(
                    Optional.ofNullable(account),
                    Optional.ofNullable(region),
                    Optional.ofNullable(alarmId)))
            .build();

    assertThat(Fingerprint.of(other)).isNotEqualTo(Fingerprint.of(AlertEvents.firing().build()));
  }

  @Test
  void title_and_resource_stand_in_for_a_missing_alarm_id() {
    AlertEvent event = AlertEvents.firing().identity(NO_ALARM_ID).build();

    assertThat(Fingerprint.of(event.toBuilder().title("  QUEUE age TOO high ").build()))
        .isEqualTo(Fingerprint.of(event));
    assertThat(Fingerprint.of(event.toBuilder().title("Disk full").build()))
        .isNotEqualTo(Fingerprint.of(event));
    assertThat(
            Fingerprint.of(
                event.toBuilder()
                    .resource(
                        new Resource(
                            Resource.Type.RUNNER,
                            Optional.of("r-1"),
                            Optional.empty(),
                            Optional.empty()))
                    .build()))
        .isNotEqualTo(Fingerprint.of(event));
  }

  @ParameterizedTest
  @CsvSource({"''", "abc", "'ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789'"})
  void anything_but_64_lower_case_hex_digits_is_refused(String hex) {
    assertThatThrownBy(() -> new Fingerprint(hex)).hasMessageContaining("64 lower-case hex");
  }
}
