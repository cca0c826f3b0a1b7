package org.pytorch.alerting.decide.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pytorch.alerting.decide.Alerts.NOW;
import static org.pytorch.alerting.decide.Alerts.T0;
import static org.pytorch.alerting.decide.Alerts.ask;
import static org.pytorch.alerting.decide.Alerts.firing;
import static org.pytorch.alerting.decide.Alerts.open;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pytorch.alerting.decide.message.DecideRequest;
import org.pytorch.alerting.decide.row.EpisodeLog;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.model.action.ReasonCode;

/** What an event leaves in the log of an episode. */
class NextRowTest {
  @ParameterizedTest
  @CsvSource({
    // said at, provider's time: seconds after the row's; whether it is the newest then
    "1, 0, true",
    "0, 1, true",
    "0, 0, true",
    "-1, 1, false"
  })
  void newest_event_is_the_one_that_was_said_last(long said, long occurred, boolean newest) {
    StoredAlert row = open().log(EpisodeLog.EMPTY.fired(firing(T0))).build();
    DecideRequest request =
        ask(firing(T0.plusSeconds(occurred))).withSaidAt(row.lastSaidAt().plusSeconds(said));
    Verdict.Apply verdict = CheckRules.close(row, ReasonCode.HOLD_OVER);

    EpisodeLog log = NextRow.after(row, verdict, request, NOW).build().log();

    assertThat(log.latest()).contains(newest ? request.event() : firing(T0));
    assertThat(log.heard()).isEqualTo(2);
  }
}
