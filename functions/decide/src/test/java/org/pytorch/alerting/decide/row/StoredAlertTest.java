package org.pytorch.alerting.decide.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pytorch.alerting.decide.Alerts.closed;
import static org.pytorch.alerting.decide.Alerts.open;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.decide.Alerts;
import org.pytorch.alerting.model.EventId;
import org.pytorch.alerting.model.action.AlertAction;

/** The limits of a row, as numbers. */
class StoredAlertTest {
  @Test
  void last_100_event_ids_are_remembered() {
    StoredAlert alert = open().build();
    for (EventId id : ids(101)) {
      alert = alert.withRecentEventIds(alert.recentEventIdsWith(id));
    }

    assertThat(alert.recentEventIds()).hasSize(100);
    assertThat(alert.hasHandled(EventId.of("m", 0))).isFalse();
    assertThat(alert.hasHandled(EventId.of("m", 1))).isTrue();
    assertThat(alert.hasHandled(EventId.of("m", 100))).isTrue();
  }

  @Test
  void row_with_more_than_100_event_ids_is_refused() {
    assertThat(rowWith(ids(100)).recentEventIds()).hasSize(100);
    assertThatThrownBy(() -> rowWith(ids(101)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("101");
  }

  @Test
  void row_outlives_its_last_write_by_1095_days() {
    assertThat(open().build().next(Instant.parse("2026-03-04T08:00:00Z")).build().ttlExpiresAt())
        .isEqualTo("2029-03-03T08:00:00Z");
  }

  @Test
  void versions_and_episodes_that_cannot_be_are_refused() {
    assertThat(closed().version(0).episode(0).build().episode()).isZero();
    assertThatThrownBy(() -> open().version(-1).build()).hasMessageContaining("version");
    assertThatThrownBy(() -> closed().episode(-1).build()).hasMessageContaining("episode");
    assertThatThrownBy(() -> open().episode(0).build()).hasMessageContaining("OPEN: 0");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void attempts_are_counted_from_1(int attempt) {
    assertThat(pending(AlertAction.CREATE, 1).attempt()).isEqualTo(1);
    assertThatThrownBy(() -> pending(AlertAction.CREATE, attempt))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("attempt");
  }

  @ParameterizedTest
  @EnumSource(
      value = AlertAction.class,
      names = {
        "COUNT",
        "JOIN",
        "SKIP_STALE",
        "SKIP_MANUAL_CLOSE",
        "SKIP_POLICY",
        "REJECT",
        "POSTPONE"
      })
  void skip_is_never_pending(AlertAction action) {
    assertThatThrownBy(() -> pending(action, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(action.name());
  }

  private static StoredAlert rowWith(List<EventId> ids) {
    return open().recentEventIds(ids).build();
  }

  private static Pending pending(AlertAction action, int attempt) {
    return Alerts.pending(AlertAction.CREATE).with().action(action).attempt(attempt).build();
  }

  private static List<EventId> ids(int count) {
    return IntStream.range(0, count).mapToObj(i -> EventId.of("m", i)).toList();
  }
}
