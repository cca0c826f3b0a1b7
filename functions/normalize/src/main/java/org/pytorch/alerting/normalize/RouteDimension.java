package org.pytorch.alerting.normalize;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The value of the metric dimension {@code route}. Every value is a metric that costs money, so of
 * a policy with many routes those that this instance meets first have one each. Thread-safe.
 */
final class RouteDimension {
  static final int MAX_ROUTES = 30;

  /** Stands for all further routes. */
  static final String OTHER = "other";

  private final Set<String> known = ConcurrentHashMap.newKeySet();

  String of(String route) {
    if (known.contains(route)) {
      return route;
    }
    return known.size() < MAX_ROUTES && known.add(route) ? route : OTHER;
  }
}
