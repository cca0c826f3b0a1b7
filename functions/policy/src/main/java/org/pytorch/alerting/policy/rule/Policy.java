package org.pytorch.alerting.policy.rule;

import java.util.List;

/**
 * A whole policy: the first route that matches an alert wins, and settings that it leaves out come
 * from {@code defaults}.
 */
public record Policy(Settings defaults, List<Route> routes, List<Maintenance> maintenance) {
  /** The version of the file format that this code reads. */
  public static final int VERSION = 1;

  public Policy {
    routes = List.copyOf(routes);
    maintenance = List.copyOf(maintenance);
  }

  /** {@return the policy of a deployment that has none} */
  public static Policy none() {
    return new Policy(Settings.none(), List.of(), List.of());
  }
}
