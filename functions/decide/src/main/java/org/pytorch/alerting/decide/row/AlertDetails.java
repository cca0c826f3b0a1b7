package org.pytorch.alerting.decide.row;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.AlertState;
import org.pytorch.alerting.model.Identity;
import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.model.route.Lifecycle;
import org.pytorch.alerting.model.route.Routing;

/**
 * The newest accepted event's details of the alert. Team and priority are the defaults for later
 * events without them. Rows of older versions may lack any of it.
 *
 * @param teams the owner first
 * @param route the policy's route for the newest firing; absent without a policy
 * @param lifecycle that route's settings; they hold until the next firing
 */
public record AlertDetails(
    Optional<String> title,
    Optional<Priority> priority,
    List<String> teams,
    Identity identity,
    Optional<String> route,
    Optional<Lifecycle> lifecycle) {
  public AlertDetails {
    teams = List.copyOf(teams);
    requireNonNull(identity, "identity is null");
  }

  /** {@return the details of an alert about which nothing is known} */
  public static AlertDetails unknown() {
    return new AlertDetails(
        Optional.empty(),
        Optional.empty(),
        List.of(),
        new Identity(Optional.empty(), Optional.empty(), Optional.empty()),
        Optional.empty(),
        Optional.empty());
  }

  /** {@return these details once {@code event} is accepted} */
  public AlertDetails after(AlertEvent event) {
    AlertEvent full = complete(event);
    // A resolve may lack the labels by which its firing was routed.
    boolean keepsRoute = event.state() == AlertState.RESOLVED;
    return new AlertDetails(
        Optional.of(full.title()),
        full.priority(),
        full.teams(),
        full.identity(),
        keepsRoute ? route : event.routing().map(Routing::route),
        keepsRoute ? lifecycle : event.routing().flatMap(Routing::lifecycle));
  }

  /**
   * {@return {@code event} with this team and priority as defaults, and with the policy's where
   * these are absent, too}
   */
  public AlertEvent complete(AlertEvent event) {
    return event.toBuilder()
        .priority(event.priority().or(this::priority))
        .teams(event.teams().isEmpty() ? teams : event.teams())
        .build()
        .completed();
  }
}
