package org.pytorch.alerting.decide.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pytorch.alerting.decide.Alerts.T0;
import static org.pytorch.alerting.decide.Alerts.firing;
import static org.pytorch.alerting.decide.Alerts.resolved;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.Condition;
import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.model.status.Change;

class ToldTest {
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // told, said, what was told of it before, whether it is more urgent now
        "P1, P1, -, false",
        "P1, P0, P1, true",
        "P0, P1, P0, false",
        "P3, P2, P3, true",
        "P1, -, -, false",
        "-, P0, -, false",
        "-, -, -, false"
      })
  void priority_changes_if_both_name_one(
      @Nullable Priority told,
      @Nullable Priority said,
      @Nullable Priority before,
      boolean moreUrgent) {
    Told issue = new Told(Optional.ofNullable(told), List.of("harbor"), Optional.empty());
    AlertEvent event = event(said, List.of("harbor"));

    assertThat(issue.changedBy(event))
        .isEqualTo(Optional.ofNullable(before).map(it -> new Change(Optional.of(it), List.of())));
    assertThat(issue.isLessUrgentThan(event)).isEqualTo(moreUrgent);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // told, said, whether that is a change
        "harbor, harbor, false",
        "harbor, ci, true",
        "harbor ci, ci harbor, true",
        "harbor ci, harbor, true",
        "harbor, harbor ci, true",
        "harbor, -, false",
        // An older row's issue has no team that could be taken off.
        "-, harbor, false",
        "-, -, false"
      })
  void teams_change_if_both_name_some(
      @Nullable String told, @Nullable String said, boolean changed) {
    Told before = new Told(Optional.of(Priority.P1), teams(told), Optional.empty());

    assertThat(before.changedBy(event(Priority.P1, teams(said))))
        .isEqualTo(Optional.of(new Change(Optional.empty(), teams(told))).filter(_ -> changed));
  }

  @Test
  void told_is_what_the_event_says() {
    AlertEvent event = event(Priority.P2, List.of("harbor", "ci"));

    assertThat(Told.of(event))
        .isEqualTo(
            new Told(
                Optional.of(Priority.P2),
                List.of("harbor", "ci"),
                Optional.of(Condition.THRESHOLD)));
    assertThat(Told.of(event).changedBy(event)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // told, said, what was told of it before
        "THRESHOLD, -, -",
        "THRESHOLD, THRESHOLD, -",
        "THRESHOLD, NO_DATA, THRESHOLD",
        "NO_DATA, NO_DATA, -",
        "NO_DATA, ERROR, NO_DATA",
        "ERROR, -, ERROR",
        // A row of an older version does not know what its issue says.
        "-, NO_DATA, -",
        "-, -, -"
      })
  void condition_changes_if_the_issue_says_another(
      @Nullable Condition told, @Nullable Condition said, @Nullable Condition before) {
    Told issue = new Told(Optional.of(Priority.P1), List.of("harbor"), Optional.ofNullable(told));
    AlertEvent event = firing(T0).toBuilder().condition(Optional.ofNullable(said)).build();

    assertThat(issue.changedBy(event.toBuilder().teams(List.of("harbor")).build()))
        .isEqualTo(
            Optional.ofNullable(before)
                .map(it -> new Change(Optional.empty(), List.of(), Optional.of(it))));
  }

  @Test
  void resolve_does_not_change_the_condition() {
    AlertEvent event = firing(T0).toBuilder().condition(Optional.of(Condition.NO_DATA)).build();

    assertThat(Told.of(event).changedBy(resolved(T0))).isEmpty();
  }

  private static List<String> teams(@Nullable String names) {
    return names == null ? List.of() : List.of(names.split(" "));
  }

  private static AlertEvent event(@Nullable Priority priority, List<String> teams) {
    return firing(T0).toBuilder().priority(Optional.ofNullable(priority)).teams(teams).build();
  }
}
