package org.pytorch.alerting.console.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.Outcome;

final class EffectTest {
  @ParameterizedTest
  @CsvSource({
    "CREATE, opened",
    "COMMENT, commented on",
    "UPDATE, updated",
    "REOPEN, reopened",
    "CLOSE, closed"
  })
  void finished_action_on_an_issue_has_its_word(String action, String word) {
    assertThat(Effect.of(action, "done", "")).contains(word);
    assertThat(Effect.of(action, "manually_closed", "")).isEmpty();
  }

  /** Giving up is claimed too, but leaves the issue alone. */
  @Test
  void every_action_that_writes_on_github_has_a_word() {
    assertThat(Arrays.stream(AlertAction.values()))
        .allSatisfy(
            action ->
                assertThat(Effect.of(action.name(), "done", "").isPresent())
                    .isEqualTo(action.isClaimed() && action != AlertAction.GIVE_UP));
  }

  @Test
  void comment_that_github_does_not_take_is_not_called_one() {
    String note = "GitHub refuses comments on acme/alerts#1: Issue is locked";

    assertThat(Effect.of("COMMENT", "done", note)).contains("could not comment on");
    assertThat(Effect.of("CLOSE", "done", note)).contains("closed");
  }

  @ParameterizedTest
  @CsvSource({
    "rejected, GitHubRejectedException, GitHub refused it",
    "no_access, GitHubAccessException, GitHub gives our App no access",
    "unavailable, GitHubUnavailableException, 'GitHub failed, and may have done it'",
    "not_asked, GitHubNotAskedException, GitHub failed before anything was written",
    "rate_limited, GitHubRateLimitedException, GitHub limits the rate",
    "no_time, DeadlineExceededException, no time was left for it",
    "States.Timeout, States.Timeout, States.Timeout",
  })
  void failure_has_a_phrase(String outcome, String exception, String words) {
    assertThat(Effect.failure(outcome)).isEqualTo(words);
    assertThat(Effect.failure(exception)).isEqualTo(words);
  }

  @ParameterizedTest
  @EnumSource(
      names = {"DONE"},
      mode = EnumSource.Mode.EXCLUDE)
  void every_other_result_has_words(Outcome.Result result) {
    assertThat(Effect.failure(result.jsonName())).contains(" ").doesNotContain("_");
  }
}
