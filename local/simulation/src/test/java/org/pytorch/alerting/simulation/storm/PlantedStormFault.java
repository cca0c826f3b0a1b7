package org.pytorch.alerting.simulation.storm;

import java.util.Optional;
import org.pytorch.alerting.decide.message.DecideRequest;
import org.pytorch.alerting.decide.message.DecideRequest.Trigger;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.decide.rule.Rule;
import org.pytorch.alerting.decide.rule.Transition;
import org.pytorch.alerting.decide.storm.Place;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.Decision;
import org.pytorch.alerting.model.action.ReasonCode;

/** A fault of the rules for storms; the worlds have to show each of them. */
enum PlantedStormFault {
  NONE(1),
  /** Each alert gets an issue of its own. */
  CAP_IGNORED(1),
  /** The row of an alert that joins does not name the shared issue. */
  SHARED_ISSUE_FORGOTTEN(1),
  /** What the alerts together say is skipped. */
  CHECK_SKIPPED(1),
  /** The resolve of an alert that shares an issue is skipped. */
  RESOLVE_SKIPPED(1);

  private final long firstSeed;

  /**
   * @param firstSeed the first seed to try, whose world showed the fault when it was planted. A
   *     change of the simulation makes other worlds, so the search goes on from there.
   */
  PlantedStormFault(long firstSeed) {
    this.firstSeed = firstSeed;
  }

  long firstSeed() {
    return firstSeed;
  }

  Rule<DecideRequest, Decision> plant(Rule<DecideRequest, Decision> decider) {
    return (stored, request, now) ->
        switch (this) {
          case NONE -> decider.apply(stored, request, now);
          case CAP_IGNORED ->
              decider.apply(stored, request, now)
                      instanceof Transition.TakePlace<Decision>(var _, var then)
                  ? then.apply(Place.GRANTED)
                  : decider.apply(stored, request, now);
          case SHARED_ISSUE_FORGOTTEN -> forgetting(decider.apply(stored, request, now));
          case CHECK_SKIPPED ->
              request.trigger() instanceof Trigger.Shared
                  ? skipped(request)
                  : decider.apply(stored, request, now);
          case RESOLVE_SKIPPED ->
              decider.apply(stored, request, now)
                          instanceof Transition.Write<Decision>(StoredAlert _, Decision.Skip skip)
                      && skip.code() == ReasonCode.RESOLVED
                  ? skipped(request)
                  : decider.apply(stored, request, now);
        };
  }

  private static Transition<Decision> forgetting(Transition<Decision> transition) {
    return switch (transition) {
      case Transition.TakePlace<Decision>(var wanted, var then) ->
          new Transition.TakePlace<>(wanted, place -> forgetting(then.apply(place)));
      case Transition.Write<Decision>(StoredAlert next, Decision decision) ->
          new Transition.Write<>(next.withSharedIssue(Optional.empty()), decision);
      case Transition<Decision> other -> other;
    };
  }

  private static Transition<Decision> skipped(DecideRequest request) {
    return new Transition.Keep<>(
        new Decision.Skip(
            AlertAction.SKIP_STALE,
            ReasonCode.STALE,
            "a planted fault",
            request.fingerprint(),
            0,
            Optional.empty()));
  }
}
