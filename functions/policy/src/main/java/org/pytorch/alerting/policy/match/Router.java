package org.pytorch.alerting.policy.match;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
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
  /** Openings that follow each other without a gap; whole days reach more than a year. */
  static final int MAX_OPENINGS = 430;

  private final Policy policy;

  public Router(Policy policy) {
    this.policy = policy;
  }

  /**
   * {@return what the policy says about {@code alert}}
   *
   * <p>Matchers see the alert with the defaults' team and priority where its sender named none. The
   * route's own values then replace the defaults.
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
    Optional<Maintenance> open =
        policy.maintenance().stream()
            .filter(it -> it.window().isOpenAt(at))
            .filter(it -> means(it, seen))
            .findFirst();
    return new Match(
        route,
        settings,
        misses,
        open.map(Maintenance::name),
        open.flatMap(_ -> maintenanceEnd(seen, at)),
        alert.stated(settings),
        alert.team(),
        seen.group(settings.lifecycle()));
  }

  /**
   * {@return when no window is open for {@code alert} any more, if that is so after {@link
   * #MAX_OPENINGS}}
   */
  private Optional<Instant> maintenanceEnd(AlertFacts alert, Instant at) {
    List<Maintenance> all = policy.maintenance().stream().filter(it -> means(it, alert)).toList();
    Instant end = at;
    for (int opening = 0; opening <= MAX_OPENINGS; opening++) {
      Instant time = end;
      Optional<Instant> next =
          all.stream()
              .flatMap(it -> it.window().openUntil(time).stream())
              .max(Comparator.naturalOrder());
      if (next.isEmpty()) {
        return Optional.of(end);
      }
      end = next.get();
    }
    return Optional.empty();
  }

  private static boolean means(Maintenance maintenance, AlertFacts alert) {
    return miss(maintenance.name(), maintenance.matcher(), alert).isEmpty();
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
