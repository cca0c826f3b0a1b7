package org.pytorch.alerting.simulation.policy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.simulation.virtual.VirtualPipeline;

/**
 * A random policy, and what it means for an alert, said without the code that reads policies.
 *
 * @param defaults for alerts of teams without a route
 * @param teams the route of each team that has one
 * @param drops whether alerts of {@code env: dev} are dropped
 * @param window when alerts of {@code site: north} get no new issue
 */
record KnownPolicy(
    Target defaults,
    Map<String, Target> teams,
    boolean drops,
    Optional<Opening> window,
    String defaultTeam,
    String defaultPriority) {
  static final List<String> REPOSITORIES =
      List.of(VirtualPipeline.REPO, "acme/harbor", "tidewater/yard");
  static final List<String> TEAMS = List.of("harbor", "yard", "dock");

  /** Where the issues of a route go, and whether a resolve closes them. */
  record Target(String repository, boolean neverCloses) {}

  /** The time of a window. */
  record Opening(Instant from, Instant to) {
    boolean isOpenAt(Instant time) {
      return !time.isBefore(from) && time.isBefore(to);
    }
  }

  KnownPolicy {
    teams = Map.copyOf(teams);
  }

  /** {@return a policy for a world of this length} */
  static KnownPolicy random(Random random, Duration length) {
    Map<String, Target> teams = new TreeMap<>();
    for (String team : TEAMS) {
      if (random.nextInt(3) > 0) {
        teams.put(team, target(random));
      }
    }
    Instant from = VirtualPipeline.START.plusMillis(random.nextLong(length.toMillis()));
    Opening window = new Opening(from, from.plusMillis(1 + random.nextLong(length.toMillis())));
    return new KnownPolicy(
        target(random),
        teams,
        random.nextBoolean(),
        random.nextInt(3) > 0 ? Optional.of(window) : Optional.empty(),
        random.nextBoolean() ? "triage" : "intake",
        random.nextBoolean() ? "P2" : "P3");
  }

  private static Target target(Random random) {
    return new Target(
        REPOSITORIES.get(random.nextInt(REPOSITORIES.size())), random.nextInt(5) == 0);
  }

  boolean drops(RoutedAlert alert) {
    return drops && alert.env().filter("dev"::equals).isPresent();
  }

  /**
   * {@return whether the alert gets no new issue by {@code end} for an event said at {@code time}}
   */
  boolean withholdsUntil(RoutedAlert alert, Instant time, Instant end) {
    return alert.site().filter("north"::equals).isPresent()
        && window
            .filter(opening -> opening.isOpenAt(time) && !end.isAfter(opening.to()))
            .isPresent();
  }

  Target target(RoutedAlert alert) {
    return alert.team().or(() -> Optional.of(defaultTeam)).map(teams::get).orElse(defaults);
  }

  String team(RoutedAlert alert) {
    return alert.team().orElse(defaultTeam);
  }

  String priority(RoutedAlert alert) {
    return alert.priority().orElse(defaultPriority);
  }

  /** {@return the policy as its file says it} */
  String json() {
    ObjectNode policy = Json.mapper().createObjectNode().put("version", 1);
    ObjectNode settings = settings(policy.putObject("defaults"), defaults);
    settings.put("team", defaultTeam).put("priority", defaultPriority);
    // Other tests try how loud a repeat is; here each one shows where it went.
    settings.put("repeats", "comment").put("reopen", 0).put("hold_close", 0);
    settings.putObject("storm").put("per_rule", 1_000).put("issues", 1_000);
    ArrayNode routes = policy.putArray("routes");
    if (drops) {
      routes
          .addObject()
          .put("name", "noise")
          .put("drop", true)
          .putObject("match")
          .put("labels.env", "dev");
    }
    new TreeMap<>(teams)
        .forEach(
            (team, target) -> {
              ObjectNode route = settings(routes.addObject().put("name", team), target);
              route.putObject("match").put("team", team);
            });
    window.ifPresent(
        opening -> {
          ObjectNode maintenance = policy.putArray("maintenance").addObject().put("name", "move");
          maintenance.putObject("match").put("labels.site", "north");
          maintenance.put("from", opening.from().toString()).put("to", opening.to().toString());
        });
    return Json.write(policy);
  }

  private static ObjectNode settings(ObjectNode settings, Target target) {
    return settings
        .put("repository", target.repository())
        .put("close", target.neverCloses() ? "never" : "on_resolve");
  }
}
