package org.pytorch.alerting.normalize;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.AlertState;
import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.policy.match.AlertFacts;
import org.pytorch.alerting.policy.match.Match;
import org.pytorch.alerting.policy.match.Router;
import org.pytorch.alerting.policy.rule.Policy;

/**
 * Decides once for each event what the policy says about it. Without a policy, the only built-in
 * rule is that rules which cannot be evaluated share one issue for each data source.
 */
public final class PolicyRouting {
  private static final String SEVERITY = "severity";

  /** Grafana's label; its value names several data sources if a rule queries several. */
  private static final String DATA_SOURCE = "datasource_uid";

  private final Optional<Router> router;

  private PolicyRouting(Optional<Router> router) {
    this.router = router;
  }

  static PolicyRouting none() {
    return new PolicyRouting(Optional.empty());
  }

  /** An empty policy counts as none: no issue mentions it. */
  static PolicyRouting of(Policy policy) {
    return policy.equals(Policy.none())
        ? none()
        : new PolicyRouting(Optional.of(new Router(policy)));
  }

  /**
   * {@return what {@code policy} says about a normalized event, with the reasons}
   *
   * @param event with its labels, annotations and dimensions
   * @param saidAt decides which windows are open
   */
  public static Match explain(Policy policy, AlertEvent event, Instant saidAt) {
    Match found = new Router(policy).match(facts(event, false), saidAt);
    // The event's priority may come from its route's severities, which other routes did not see.
    return event.routing().filter(routing -> !routing.route().equals(found.route())).isPresent()
        ? new Router(policy).match(facts(event, true), saidAt)
        : found;
  }

  /**
   * {@return {@code event} with its routing, and with the priority that the policy reads from its
   * severity}
   *
   * @param impliedPriority whether the event's priority is only what its source reads from it
   * @param saidAt decides which windows are open, so that a redelivery changes nothing
   */
  AlertEvent route(AlertEvent event, boolean impliedPriority, Instant saidAt) {
    Optional<Match> match = match(event, impliedPriority, saidAt);
    AlertEvent routed =
        match
            .map(
                it ->
                    event.toBuilder()
                        .priority(it.stated())
                        .routing(Optional.of(it.routing()))
                        .build())
            .orElse(event);
    boolean grouped = match.flatMap(it -> it.settings().lifecycle().groupBy()).isPresent();
    return grouped ? routed : ofDataSource(routed);
  }

  /** A route's {@code group_by} takes precedence, even an empty one. */
  private static AlertEvent ofDataSource(AlertEvent event) {
    if (event.state() != AlertState.FIRING || !event.firesFor().isUnknown()) {
      return event;
    }
    return event
        .labels()
        .map(labels -> labels.get(DATA_SOURCE))
        .filter(uid -> !uid.isBlank())
        .map(uid -> event.toBuilder().dataSource(Optional.of(uid)).build())
        .orElse(event);
  }

  /** {@return what the policy says about {@code event}, with all reasons; empty without one} */
  Optional<Match> match(AlertEvent event, boolean impliedPriority, Instant saidAt) {
    return router.map(it -> it.match(facts(event, impliedPriority), saidAt));
  }

  /**
   * {@return what has to be added to {@code routed}, by the sender or in the policy}
   *
   * @param problems what the sender has to add without a policy
   */
  List<String> problems(AlertEvent routed, List<String> problems) {
    if (routed.routing().isEmpty()) {
      return problems;
    }
    AlertEvent full = routed.completed();
    String place = "or set %s in the policy, in its defaults or in the alert's route (\"%s\")";
    String route = routed.routing().get().route();
    return problems.stream()
        .flatMap(
            problem -> {
              if (isAbout(problem, "team")) {
                return full.team().isPresent()
                    ? Stream.empty()
                    : Stream.of(problem + ", " + place.formatted("team", route));
              }
              if (isAbout(problem, "priority") || isAbout(problem, SEVERITY)) {
                return full.priority().isPresent()
                    ? Stream.empty()
                    : Stream.of(problem + ", " + place.formatted("priority", route));
              }
              return Stream.of(problem);
            })
        .toList();
  }

  private static boolean isAbout(String problem, String field) {
    return problem.startsWith(field + " ") || problem.startsWith("no " + field + ":");
  }

  private static AlertFacts facts(AlertEvent event, boolean impliedPriority) {
    Map<String, String> labels = event.labels().orElse(Map.of());
    Map<String, String> annotations = event.annotations().orElse(Map.of());
    Optional<Priority> priority = event.priority();
    return new AlertFacts(
        event.source(),
        event.identity().accountId(),
        event.identity().region().or(event.resource()::region),
        event.title(),
        priority.filter(_ -> !impliedPriority),
        priority.filter(_ -> impliedPriority),
        event.team(),
        severity(labels).or(() -> severity(annotations)),
        labels,
        annotations,
        event.dimensions().orElse(Map.of()));
  }

  private static Optional<String> severity(Map<String, String> texts) {
    return texts.entrySet().stream()
        .filter(text -> text.getKey().equalsIgnoreCase(SEVERITY))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
