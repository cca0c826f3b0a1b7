package org.pytorch.alerting.model.route;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
 * @param maintenanceUntil when that window, and those that follow it without a gap, are over, in
 *     ms; absent if that is not known
 * @param group the alert's values of the fields by which its route groups, such as {@code
 *     labels.site=north}, or {@code labels.site} if it has none; absent if the route does not group
 */
@RecordBuilder
public record Routing(
    String route,
    Optional<String> repository,
    Optional<String> team,
    Optional<String> priority,
    Optional<List<IssueLabel>> labels,
    Optional<List<String>> assignees,
    Optional<Boolean> drop,
    Optional<String> maintenance,
    Optional<Instant> maintenanceUntil,
    Optional<Lifecycle> lifecycle,
    Optional<List<String>> group)
    implements RoutingBuilder.With {
  /** The route of an alert that no route matches. */
  public static final String DEFAULTS = "defaults";

  public Routing {
    if (route.isBlank()) {
      throw new IllegalArgumentException("route is blank");
    }
    labels = labels.map(List::copyOf);
    assignees = assignees.filter(logins -> !logins.isEmpty()).map(List::copyOf);
    drop = drop.filter(dropped -> dropped);
    group = group.map(List::copyOf).filter(values -> !values.isEmpty());
    // Rounded up to our clock's ms, so that nothing is due too early.
    maintenanceUntil =
        maintenanceUntil
            .filter(_ -> maintenance.isPresent())
            .map(end -> end.plusNanos(999_999).truncatedTo(ChronoUnit.MILLIS));
    lifecycle = lifecycle.filter(settings -> !settings.equals(Lifecycle.none()));
  }

  /**
   * {@return what the policy says about an issue that alerts with this routing share} It does not
   * share another issue, waits for no window, and gets no comment for each repeat.
   *
   * @param repository where the issue is opened
   * @param ofRoute whether all of them have this route
   */
  public Routing ofSharedIssue(String repository, boolean ofRoute) {
    Optional<Lifecycle> kept = lifecycle.filter(_ -> ofRoute).map(Lifecycle::ofSharedIssue);
    return new Routing(
        ofRoute ? route : DEFAULTS,
        Optional.of(repository),
        Optional.empty(),
        Optional.empty(),
        labels,
        assignees.filter(_ -> ofRoute),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        kept,
        Optional.empty());
  }
}
