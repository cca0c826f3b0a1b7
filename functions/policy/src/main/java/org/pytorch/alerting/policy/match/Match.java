package org.pytorch.alerting.policy.match;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.model.route.IssueLabel;
import org.pytorch.alerting.model.route.Routing;
import org.pytorch.alerting.policy.rule.Settings;

/**
 * What a policy says about one alert.
 *
 * @param route the name of the route, or {@link Routing#DEFAULTS}
 * @param settings of the route over the defaults
 * @param misses each earlier route, in order
 * @param maintenance the name of the first window that is open for the alert
 * @param maintenanceUntil when that window, and those that follow it without a gap, are over;
 *     absent if none is open, or if one always is
 * @param stated the priority that the sender named, or that its severity stands for; if there is
 *     none, {@link #routing} has the policy's
 * @param team that the sender named; if there is none, {@link #routing} has the policy's
 * @param group the alert's values of the fields by which the route groups
 */
public record Match(
    String route,
    Settings settings,
    List<Miss> misses,
    Optional<String> maintenance,
    Optional<Instant> maintenanceUntil,
    Optional<Priority> stated,
    Optional<String> team,
    List<String> group) {
  /** The labels of an issue without a policy. */
  private static final List<IssueLabel> DEFAULT_LABELS =
      List.of(new IssueLabel("area:alerting", Optional.empty()));

  public Match {
    misses = List.copyOf(misses);
    group = List.copyOf(group);
  }

  /** {@return what travels with the event: only what differs from having no policy} */
  public Routing routing() {
    return new Routing(
        route,
        settings.repository(),
        settings.team().filter(_ -> team.isEmpty()),
        settings.priority().map(Priority::name).filter(_ -> stated.isEmpty()),
        settings.labels().filter(labels -> !labels.equals(DEFAULT_LABELS)),
        settings.assignees(),
        settings.drop(),
        maintenance,
        maintenanceUntil,
        Optional.of(settings.lifecycle().withoutBuiltIn()),
        Optional.of(group));
  }
}
