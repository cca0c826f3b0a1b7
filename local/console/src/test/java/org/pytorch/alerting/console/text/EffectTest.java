package org.pytorch.alerting.console.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pytorch.alerting.model.action.AlertAction;

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
    assertThat(Effect.of(action, "done")).contains(word);
    assertThat(Effect.of(action, "manually_closed")).isEmpty();
  }

  /** Giving up is claimed too, but leaves the issue alone. */
  @Test
  void every_action_that_writes_on_github_has_a_word() {
    assertThat(Arrays.stream(AlertAction.values()))
        .allSatisfy(
            action ->
                assertThat(Effect.of(action.name(), "done").isPresent())
                    .isEqualTo(action.isClaimed() && action != AlertAction.GIVE_UP));
  }
}
