package org.pytorch.alerting.console.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.pytorch.alerting.console.source.AlertRow.IssueId;
import org.pytorch.alerting.model.action.Outcome;
import org.pytorch.alerting.model.check.CheckReason;

final class HandledAlertTest {
  private static final IssueId ISSUE = new IssueId("acme/alerts", 7);

  private static HandledAlert handled(
      @Nullable String state, @Nullable String action, @Nullable String result) {
    return new HandledAlert(
        0,
        "f",
        "m#0",
        "Queue age too high",
        Optional.empty(),
        Optional.ofNullable(state),
        Optional.empty(),
        Optional.ofNullable(action),
        Optional.empty(),
        Optional.ofNullable(result),
        Optional.empty(),
        Optional.of(ISSUE),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @ParameterizedTest
  @CsvSource({
    "FIRING, CREATE, done, opened acme/alerts#7",
    "FIRING, COMMENT, done, commented on acme/alerts#7",
    "FIRING, REOPEN, done, reopened acme/alerts#7",
    "RESOLVED, CLOSE, done, closed acme/alerts#7",
    "RESOLVED, CLOSE, manually_closed, 'left alone, as a person closed it: acme/alerts#7'",
    "FIRING, COMMENT, gone, 'found nothing, as somebody deleted or moved acme/alerts#7'",
    "FIRING, GIVE_UP, given_up, given up acme/alerts#7",
    "FIRING, COUNT,, counted acme/alerts#7",
    "FIRING, JOIN,, joined others acme/alerts#7",
    "RESOLVED, JOIN,, left the shared issue acme/alerts#7",
    "FIRING, SKIP_STALE,, nothing to do acme/alerts#7",
    "FIRING, SKIP_POLICY,, kept quiet by the policy acme/alerts#7",
    ", UPDATE, done, updated acme/alerts#7",
    ", COUNT,, nothing to do acme/alerts#7",
    ",,, not decided acme/alerts#7",
  })
  void action_has_a_phrase(
      @Nullable String state, @Nullable String action, @Nullable String result, String expected) {
    assertThat(handled(state, action, result).done()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "SPLIT_UP, done, split up done: acme/alerts#7",
    "SPLIT_UP,, split up acme/alerts#7",
    "CREATE, half_done, half done acme/alerts#7",
  })
  void action_of_a_later_version_stays_readable(
      String action, @Nullable String result, String expected) {
    assertThat(handled("FIRING", action, result).done()).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(
      names = {"DONE"},
      mode = EnumSource.Mode.EXCLUDE)
  void every_other_result_has_a_phrase(Outcome.Result result) {
    assertThat(handled("FIRING", "CREATE", result.jsonName()).done())
        .doesNotContain("_")
        .isNotEqualTo(result.jsonName());
  }

  @ParameterizedTest
  @EnumSource
  void every_reason_of_a_check_has_a_phrase(CheckReason reason) {
    assertThat(HandledAlert.because(reason.jsonName())).startsWith("it");
  }

  @Test
  void reason_of_a_later_version_stays_readable() {
    assertThat(HandledAlert.because("storm_over")).isEqualTo("of: storm over");
  }
}
