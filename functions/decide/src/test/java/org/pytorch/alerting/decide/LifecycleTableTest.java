package org.pytorch.alerting.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pytorch.alerting.decide.Alerts.EVENT;
import static org.pytorch.alerting.decide.Alerts.NOW;
import static org.pytorch.alerting.decide.Alerts.T0;
import static org.pytorch.alerting.decide.Alerts.ask;
import static org.pytorch.alerting.decide.Alerts.decided;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pytorch.alerting.model.AlertAction;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.AlertState;
import org.pytorch.alerting.model.Decision;

class LifecycleTableTest {
  private final Decider decider = new Decider();

  enum Known {
    NOTHING,
    ONLY_RESOLVED,
    OPEN,
    OPEN_WITHOUT_ISSUE,
    MANUALLY_CLOSED,
    CLOSED,
    CLOSED_AFTER_MANUAL_CLOSE;

    Optional<StoredAlert> row() {
      return switch (this) {
        case NOTHING -> Optional.empty();
        case ONLY_RESOLVED ->
            Optional.of(Alerts.closed().episode(0).issue(Optional.empty()).build());
        case OPEN -> Optional.of(Alerts.open().build());
        case OPEN_WITHOUT_ISSUE -> Optional.of(Alerts.open().issue(Optional.empty()).build());
        case MANUALLY_CLOSED -> Optional.of(Alerts.manuallyClosed().build());
        case CLOSED -> Optional.of(Alerts.closed().build());
        case CLOSED_AFTER_MANUAL_CLOSE ->
            Optional.of(Alerts.manuallyClosed().status(AlertStatus.CLOSED).build());
      };
    }
  }

  enum When {
    OLDER(-1),
    TIE(0),
    NEWER(1);

    private final long millis;

    When(long millis) {
      this.millis = millis;
    }

    Instant time() {
      return T0.plusMillis(millis);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      useHeadersInDisplayName = true,
      textBlock =
          """
          known                     | event    | when  | action            | status | episode
          NOTHING                   | FIRING   | TIE   | CREATE            | OPEN   | 1
          NOTHING                   | RESOLVED | TIE   | SKIP_STALE        | CLOSED | 0
          ONLY_RESOLVED             | FIRING   | OLDER | SKIP_STALE        |        |
          ONLY_RESOLVED             | FIRING   | TIE   | SKIP_STALE        |        |
          ONLY_RESOLVED             | FIRING   | NEWER | CREATE            | OPEN   | 1
          ONLY_RESOLVED             | RESOLVED | OLDER | SKIP_STALE        |        |
          ONLY_RESOLVED             | RESOLVED | TIE   | SKIP_STALE        |        |
          ONLY_RESOLVED             | RESOLVED | NEWER | SKIP_STALE        | CLOSED | 0
          OPEN                      | FIRING   | OLDER | SKIP_STALE        |        |
          OPEN                      | FIRING   | TIE   | COMMENT           | OPEN   | 1
          OPEN                      | FIRING   | NEWER | COMMENT           | OPEN   | 1
          OPEN                      | RESOLVED | OLDER | SKIP_STALE        |        |
          OPEN                      | RESOLVED | TIE   | CLOSE             | CLOSED | 1
          OPEN                      | RESOLVED | NEWER | CLOSE             | CLOSED | 1
          OPEN_WITHOUT_ISSUE        | FIRING   | OLDER | SKIP_STALE        |        |
          OPEN_WITHOUT_ISSUE        | FIRING   | TIE   | CREATE            | OPEN   | 1
          OPEN_WITHOUT_ISSUE        | FIRING   | NEWER | CREATE            | OPEN   | 1
          OPEN_WITHOUT_ISSUE        | RESOLVED | OLDER | SKIP_STALE        |        |
          OPEN_WITHOUT_ISSUE        | RESOLVED | TIE   | CLOSE             | CLOSED | 1
          OPEN_WITHOUT_ISSUE        | RESOLVED | NEWER | CLOSE             | CLOSED | 1
          MANUALLY_CLOSED           | FIRING   | OLDER | SKIP_STALE        |        |
          MANUALLY_CLOSED           | FIRING   | TIE   | SKIP_MANUAL_CLOSE | OPEN   | 1
          MANUALLY_CLOSED           | FIRING   | NEWER | SKIP_MANUAL_CLOSE | OPEN   | 1
          MANUALLY_CLOSED           | RESOLVED | OLDER | SKIP_STALE        |        |
          MANUALLY_CLOSED           | RESOLVED | TIE   | SKIP_MANUAL_CLOSE | CLOSED | 1
          MANUALLY_CLOSED           | RESOLVED | NEWER | SKIP_MANUAL_CLOSE | CLOSED | 1
          CLOSED                    | FIRING   | OLDER | SKIP_STALE        |        |
          CLOSED                    | FIRING   | TIE   | SKIP_STALE        |        |
          CLOSED                    | FIRING   | NEWER | CREATE            | OPEN   | 2
          CLOSED                    | RESOLVED | OLDER | SKIP_STALE        |        |
          CLOSED                    | RESOLVED | TIE   | SKIP_STALE        |        |
          CLOSED                    | RESOLVED | NEWER | SKIP_STALE        | CLOSED | 1
          CLOSED_AFTER_MANUAL_CLOSE | FIRING   | OLDER | SKIP_STALE        |        |
          CLOSED_AFTER_MANUAL_CLOSE | FIRING   | TIE   | SKIP_STALE        |        |
          CLOSED_AFTER_MANUAL_CLOSE | FIRING   | NEWER | CREATE            | OPEN   | 2
          CLOSED_AFTER_MANUAL_CLOSE | RESOLVED | OLDER | SKIP_STALE        |        |
          CLOSED_AFTER_MANUAL_CLOSE | RESOLVED | TIE   | SKIP_STALE        |        |
          CLOSED_AFTER_MANUAL_CLOSE | RESOLVED | NEWER | SKIP_STALE        | CLOSED | 1
          """)
  void each_cell(
      Known known,
      AlertState event,
      When when,
      AlertAction action,
      AlertStatus status,
      Integer episode) {
    Optional<StoredAlert> row = known.row();
    AlertEvent alertEvent = Alerts.event(event, when.time());

    Transition<Decision> transition = decider.apply(row, ask(alertEvent), NOW);

    Decision decision = decided(transition);
    assertThat(decision.action()).isEqualTo(action);
    assertThat(decision.reason()).matches("[A-Z].*\\.");
    assertThat(decision.help()).isFalse();
    if (status == null) {
      assertThat(transition).isInstanceOf(Transition.Keep.class);
    } else {
      StoredAlert next = Alerts.written(transition).next();
      assertThat(next.status()).isEqualTo(status);
      assertThat(next.episode()).isEqualTo(episode).isEqualTo(decision.episode());
      assertThat(next.lastProviderStateAt()).isEqualTo(when.time());
      assertThat(next.version()).isEqualTo(row.map(StoredAlert::version).orElse(0L) + 1);
      assertThat(next.pending().isPresent()).isEqualTo(action.isClaimed());
      assertThat(next.hasHandled(EVENT)).isEqualTo(!action.isClaimed());
      assertThat(next.issue()).isEqualTo(decision.issue());
    }
  }
}
