package org.pytorch.alerting.policy.match;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.model.route.Routing;
import org.pytorch.alerting.policy.rule.Condition;
import org.pytorch.alerting.policy.rule.Maintenance;
import org.pytorch.alerting.policy.rule.Matcher;
import org.pytorch.alerting.policy.rule.Policy;
import org.pytorch.alerting.policy.rule.Route;
import org.pytorch.alerting.policy.rule.Settings;

/** Finds an alert's route. */
public final class Router {
  private final Policy policy;

  public Router(Policy policy) {
    this.policy = policy;
  }

  /**
   * {@return what the policy says about {@code alert}}
   *
   * <p>Matchers see the alert with the defaults' team and priority where its sender named none. The
   * route's own then take the place of the defaults'.
   *
   * @param at the time that decides which windows are open
   */
  public Match match(AlertFacts alert, Instant at) {
    AlertFacts seen = alert.completed(policy.defaults());
    List<Miss> misses = new ArrayList<>();
    for (Route route : policy.routes()) {
      Optional<Miss> miss = miss(route.name(), route.matcher(), seen);
      if (miss.isEmpty()) {
        return match(
            alert, seen, at, route.name(), route.settings().over(policy.defaults()), misses);
      }
      misses.add(miss.get());
    }
    return match(alert, seen, at, Routing.DEFAULTS, policy.defaults(), misses);
  }

  private Match match(
      AlertFacts alert,
      AlertFacts seen,
      Instant at,
      String route,
      Settings settings,
      List<Miss> misses) {
    Optional<String> maintenance =
        policy.maintenance().stream()
            .filter(it -> it.window().isOpenAt(at))
            .filter(it -> miss(it.name(), it.matcher(), seen).isEmpty())
            .map(Maintenance::name)
            .findFirst();
    return new Match(
        route,
        settings,
        misses,
        maintenance,
        alert.stated(settings),
        alert.team(),
        seen.group(settings.lifecycle()));
  }

  private static Optional<Miss> miss(String name, Matcher matcher, AlertFacts alert) {
    for (Condition condition : matcher.match()) {
      Optional<String> actual = alert.value(condition.field());
      if (actual.isEmpty() || !condition.matches(actual.get())) {
        return Optional.of(new Miss(name, condition, actual, false));
      }
    }
    for (Condition condition : matcher.not()) {
      Optional<String> actual = alert.value(condition.field());
      if (actual.isPresent() && condition.matches(actual.get())) {
        return Optional.of(new Miss(name, condition, actual, true));
      }
    }
    return Optional.empty();
  }
}
