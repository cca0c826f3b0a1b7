package org.pytorch.alerting.model.route;

import java.util.List;
import java.util.Optional;

/**
 * What the policy says about one event. It is decided once, in normalize, and travels with the
 * event.
 *
 * @param route the name of the route that matched, or {@link #DEFAULTS}
 * @param repository where a new issue is opened, {@code owner/name}; absent for the deployment's
 *     own
 * @param team for an alert of which no team is known
 * @param priority the name of one, for an alert of which none is known
 * @param labels instead of the default ones; absent for the default ones
 * @param assignees logins, in the policy's order; absent if there are none
 * @param drop whether the event has no effect
 * @param maintenance the name of the window that is open for the event: no new issue is opened
 */
public record Routing(
    String route,
    Optional<String> repository,
    Optional<String> team,
    Optional<String> priority,
    Optional<List<IssueLabel>> labels,
    Optional<List<String>> assignees,
    Optional<Boolean> drop,
    Optional<String> maintenance,
    Optional<Lifecycle> lifecycle) {
  /** The route of an alert that no route matches. */
  public static final String DEFAULTS = "defaults";

  public Routing {
    if (route.isBlank()) {
      throw new IllegalArgumentException("route is blank");
    }
    labels = labels.map(List::copyOf);
    assignees = assignees.filter(logins -> !logins.isEmpty()).map(List::copyOf);
    drop = drop.filter(dropped -> dropped);
    lifecycle = lifecycle.filter(settings -> !settings.equals(Lifecycle.none()));
  }
}
