package org.pytorch.alerting.simulation.policy;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.pytorch.alerting.decide.message.DecideRequest;
import org.pytorch.alerting.decide.rule.Rule;
import org.pytorch.alerting.decide.rule.Transition;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.action.Claim;
import org.pytorch.alerting.model.action.Decision;
import org.pytorch.alerting.model.action.DecisionActBuilder;
import org.pytorch.alerting.model.route.Routing;

/** Faults in how the pipeline follows the policy, which the worlds must find. */
enum PlantedPolicyFault {
  NONE(1),
  CLAIMS_REPOSITORY_IGNORED_ON_A_RETRY(219),
  DROP_IGNORED(2),
  MAINTENANCE_IGNORED(16),
  /** Its check is never sent. */
  MAINTENANCE_S_END_IGNORED(16),
  DEFAULTS_IGNORED(6),
  CLOSE_NEVER_IGNORED(10);

  private final long firstSeed;

  /**
   * @param firstSeed the first seed to try, whose world showed the fault when it was planted. A
   *     change of the simulation makes other worlds, so the search goes on from there.
   */
  PlantedPolicyFault(long firstSeed) {
    this.firstSeed = firstSeed;
  }

  long firstSeed() {
    return firstSeed;
  }

  Rule<DecideRequest, Decision> plant(Rule<DecideRequest, Decision> decider) {
    return switch (this) {
      case NONE -> decider;
      case CLAIMS_REPOSITORY_IGNORED_ON_A_RETRY ->
          onActs(decider, (act, says) -> act.claim().attempt() > 1 ? at(act, says) : act);
      case DROP_IGNORED -> onRouting(decider, it -> it.withDrop(Optional.empty()));
      case MAINTENANCE_IGNORED -> onRouting(decider, it -> it.withMaintenance(Optional.empty()));
      case MAINTENANCE_S_END_IGNORED ->
          onRouting(decider, it -> it.withMaintenanceUntil(Optional.empty()));
      case DEFAULTS_IGNORED -> onRouting(decider, it -> it.withTeam(Optional.empty()));
      case CLOSE_NEVER_IGNORED -> onRouting(decider, it -> it.withLifecycle(Optional.empty()));
    };
  }

  /** Changes an action, knowing the repository that the event's policy says. */
  @FunctionalInterface
  private interface ActChange {
    Decision.Act apply(Decision.Act act, String says);
  }

  private static Rule<DecideRequest, Decision> onActs(
      Rule<DecideRequest, Decision> decider, ActChange change) {
    return (stored, request, now) -> {
      Optional<String> says =
          request.said().flatMap(AlertEvent::routing).flatMap(Routing::repository);
      Transition<Decision> transition = decider.apply(stored, request, now);
      return says.isEmpty() ? transition : changed(transition, change, says.get());
    };
  }

  private static Transition<Decision> changed(
      Transition<Decision> transition, ActChange change, String says) {
    return switch (transition) {
      case Transition.Write<Decision>(var next, Decision.Act act) ->
          new Transition.Write<>(next, change.apply(act, says));
      case Transition.Keep<Decision>(Decision.Act act) ->
          new Transition.Keep<>(change.apply(act, says));
      case Transition.TakePlace<Decision>(var wanted, var then) ->
          new Transition.TakePlace<>(wanted, place -> changed(then.apply(place), change, says));
      case Transition.TakeTurn<Decision>(var wanted, var then) ->
          new Transition.TakeTurn<>(wanted, turn -> changed(then.apply(turn), change, says));
      default -> transition;
    };
  }

  private static Decision.Act at(Decision.Act act, String repository) {
    Claim claim = act.claim();
    return DecisionActBuilder.builder(act)
        .claim(
            new Claim(
                claim.eventId(),
                claim.saidAt(),
                claim.token(),
                claim.attempt(),
                claim.claimedAt(),
                claim.sent(),
                repository))
        .build();
  }

  private static Rule<DecideRequest, Decision> onRouting(
      Rule<DecideRequest, Decision> decider, UnaryOperator<Routing> change) {
    return (stored, request, now) ->
        decider.apply(
            stored,
            request
                .said()
                .map(
                    event ->
                        request.withEvent(
                            event.toBuilder().routing(event.routing().map(change)).build()))
                .orElse(request),
            now);
  }
}
