package org.pytorch.alerting.normalize;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pytorch.alerting.model.route.Routing;
import org.pytorch.alerting.policy.rule.Policy;
import org.pytorch.alerting.policy.rule.Route;

/**
 * The value of the metric dimension {@code route}. Every value is a metric that costs money, so of
 * a policy with many routes only the first ones have one each.
 */
record RouteDimension(Set<String> known) {
  static final int MAX_ROUTES = 30;

  /** Stands for all further routes. */
  static final String OTHER = "other";

  RouteDimension {
    known = Set.copyOf(known);
  }

  static RouteDimension of(Policy policy) {
    return new RouteDimension(
        Stream.concat(
                Stream.of(Routing.DEFAULTS),
                policy.routes().stream().map(Route::name).limit(MAX_ROUTES))
            .collect(Collectors.toSet()));
  }

  String of(String route) {
    return known.contains(route) ? route : OTHER;
  }
}
