package org.pytorch.alerting.decide.rule;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pytorch.alerting.decide.message.DecideRequest;
import org.pytorch.alerting.decide.message.DecideRequest.Trigger;
import org.pytorch.alerting.decide.row.AlertStatus;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.decide.shared.SharedIssue;
import org.pytorch.alerting.decide.storm.Place;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.AlertState;
import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.ReasonCode;
import org.pytorch.alerting.model.check.NextCheck;
import org.pytorch.alerting.model.route.Lifecycle;
import org.pytorch.alerting.model.route.OneShot;
import org.pytorch.alerting.model.route.Routing;
import org.pytorch.alerting.model.status.SharedBy;
import org.pytorch.alerting.model.status.SharingAlerts;

/**
 * Decides when alerts share one issue: if their route says so, or in a storm. An episode keeps the
 * issue that it has or may have. It leaves a shared issue only for one of its own.
 */
final class Sharing {
  private Sharing() {}

  /** How an alert joins others. */
  record Join(SharedIssue issue, ReasonCode code, String reason) {}

  /**
   * {@return whether an episode that needs an issue may share one instead} An alert that never
   * resolves may not: a shared issue would never be closed.
   *
   * @param alert in that episode
   */
  static boolean mayJoin(StoredAlert alert, AlertEvent event) {
    boolean mayHaveIssue = alert.issue().isPresent() || alert.sent().isPresent();
    boolean oneShot =
        event
            .routing()
            .flatMap(Routing::lifecycle)
            .flatMap(Lifecycle::oneShot)
            .filter(OneShot::isOne)
            .isPresent();
    return !mayHaveIssue && !oneShot && !event.source().equals(SharedBy.SOURCE);
  }

  /** {@return what the alert joins because its route or its data source says so, if it does} */
  static Optional<Join> group(StoredAlert alert, AlertEvent event, String repository) {
    return SharedIssue.ofGroup(event, repository)
        .map(
            issue ->
                new Join(
                    alert.sharedIssue().orElse(issue),
                    ReasonCode.GROUPED,
                    "The policy's route \"%s\" lets alerts share one issue: %s."
                        .formatted(
                            event.routing().map(Routing::route).orElse(Routing.DEFAULTS),
                            String.join(", ", issue.key().subList(1, issue.key().size())))))
        .or(
            () ->
                SharedIssue.ofDataSource(event, repository)
                    .map(
                        issue ->
                            new Join(
                                alert.sharedIssue().orElse(issue),
                                ReasonCode.GROUPED,
                                "Rules of one data source that cannot be evaluated share one"
                                    + " issue.")));
  }

  /** {@return what the alert joins if it got no place for an issue of its own} */
  static Optional<Join> storm(Place place, StoredAlert alert, AlertEvent event, String repository) {
    Optional<SharedIssue> current = alert.sharedIssue();
    return switch (place) {
      case GRANTED -> Optional.empty();
      case RULE_FULL ->
          Optional.of(
              new Join(
                  current.orElseGet(() -> SharedIssue.ofRule(event, repository)),
                  ReasonCode.RULE_STORM,
                  "So many new issues of its rule were opened that it shares one with others."));
      case REPOSITORY_FULL ->
          Optional.of(
              new Join(
                  current.orElseGet(() -> SharedIssue.ofRepository(event, repository)),
                  ReasonCode.REPOSITORY_STORM,
                  "So many new issues were opened in %s that it shares one with others."
                      .formatted(repository)));
    };
  }

  /**
   * {@return {@code verdict}, or a JOIN if the alert to close has no issue but the one it shares}
   */
  static Verdict resolved(StoredAlert alert, Verdict verdict) {
    boolean shares =
        alert.sharedIssue().isPresent() && alert.issue().isEmpty() && alert.sent().isEmpty();
    return shares && verdict instanceof Verdict.Apply close && close.action() == AlertAction.CLOSE
        ? new Verdict.Apply(
            AlertAction.JOIN,
            close.status(),
            close.episode(),
            ReasonCode.RESOLVED,
            "The alert has resolved; the issue that it shares says so.")
        : verdict;
  }

  /**
   * {@return {@code request} with the issue's teams and its highest priority so far} An alert that
   * joins later does not change the teams, and one that leaves does not lower the priority: neither
   * is news for people.
   */
  static DecideRequest asKnown(StoredAlert alert, DecideRequest request) {
    if (!(request.trigger()
        instanceof Trigger.Shared(AlertEvent event, SharingAlerts sharing, var firingSince))) {
      return request;
    }
    boolean goesOn = alert.status() == AlertStatus.OPEN || alert.isHeld();
    if (event.state() == AlertState.RESOLVED || !goesOn) {
      return request;
    }
    Optional<Priority> highest =
        Stream.concat(event.priority().stream(), alert.details().priority().stream())
            .min(Comparator.naturalOrder());
    List<String> teams = alert.details().teams();
    return request.withTrigger(
        new Trigger.Shared(
            event.toBuilder()
                .priority(highest)
                .teams(teams.isEmpty() ? event.teams() : teams)
                .build(),
            sharing,
            firingSince));
  }

  /**
   * {@return a check of the shared issue that {@code alert} leaves, if it shares one} It comes once
   * the attempt to open the alert's own issue must be over.
   */
  static Optional<NextCheck> leaving(StoredAlert alert) {
    return alert.sharedIssue().map(issue -> issue.checkAfter(Decider.LEASE));
  }
}
