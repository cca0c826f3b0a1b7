package org.pytorch.alerting.decide.rule;

import java.time.Instant;
import org.pytorch.alerting.decide.row.AlertStatus;
import org.pytorch.alerting.decide.row.EpisodeLog;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.status.IssueStatus;
import org.pytorch.alerting.model.status.IssueStatus.State;
import org.pytorch.alerting.model.status.IssueStatusBuilder;
import org.pytorch.alerting.model.status.PastIssue;

/** Makes the status that an alert's issue shows from the alert's row. */
final class Statuses {
  private Statuses() {}

  /** {@return the status of {@code alert} at {@code now}} */
  static IssueStatus of(StoredAlert alert, Instant now) {
    EpisodeLog log = alert.log();
    return IssueStatusBuilder.builder()
        .state(state(alert))
        .firingSince(log.firingSince().or(alert::firingAt).orElse(alert.firstSeenAt()))
        .lastHeardAt(alert.lastSeenAt())
        // A row of an older version lacks it.
        .heard(Math.max(1, log.heard()))
        .resolvedAt(log.resolvedAt().filter(_ -> alert.status() == AlertStatus.CLOSED))
        .closesAt(log.closeDueAt())
        .flaps(log.recentFlaps(now))
        .flapping(log.isFlapping(now))
        .sharing(log.sharing())
        .pastIssues(
            log.recentIssues(now).stream().filter(past -> !isReopened(alert, past)).toList())
        .build();
  }

  private static boolean isReopened(StoredAlert alert, PastIssue past) {
    boolean reopens = alert.pending().filter(it -> it.action() == AlertAction.REOPEN).isPresent();
    return reopens && alert.formerIssue().filter(past.issue()::equals).isPresent();
  }

  private static State state(StoredAlert alert) {
    if (alert.status() == AlertStatus.OPEN) {
      return State.FIRING;
    }
    return alert.isHeld() ? State.HELD : State.RESOLVED;
  }
}
