package org.pytorch.alerting.simulation.storm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.pytorch.alerting.decide.message.DecideRequest;
import org.pytorch.alerting.decide.rule.Rule;
import org.pytorch.alerting.decide.rule.Transition;
import org.pytorch.alerting.decide.storm.Place;
import org.pytorch.alerting.decide.storm.PlaceRequest;
import org.pytorch.alerting.fakegithub.data.Issue;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.Decision;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.status.SharedBy;
import org.pytorch.alerting.simulation.virtual.VirtualPipeline;
import org.pytorch.alerting.simulation.virtual.Wiring;
import org.pytorch.alerting.simulation.world.Markers;
import org.pytorch.alerting.simulation.world.ShortFaults;
import org.pytorch.alerting.simulation.world.Stage;
import org.pytorch.alerting.simulation.world.Violations;
import org.pytorch.alerting.simulation.world.Worlds;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Runs one world of storms from its seed until it is at rest. */
final class StormSimulation {
  private static final int PER_RULE = 2;
  private static final int ISSUES = 3;
  private static final Duration PER = Duration.ofMinutes(5);
  private static final int MAX_ALERTS = 10;
  private static final int MAX_EVENTS = 5;
  private static final Duration LENGTH = Duration.ofMinutes(40);

  private final Random random;
  private final Stage stage;
  private final VirtualPipeline pipeline;
  private final List<String> messages = new ArrayList<>();
  private final Violations violations = new Violations();

  /** Whether each alert fires, by the message that was sent last, by its title. */
  private final Map<String, Boolean> firing = new HashMap<>();

  /** When each place was given out, by episode. */
  private final Map<String, Instant> places = new HashMap<>();

  private final List<Given> given = new ArrayList<>();

  private record Given(PlaceRequest request, Instant at) {}

  private StormSimulation(long seed, PlantedStormFault planted, boolean complete) {
    this.stage =
        new Stage(seed, complete, new Wiring().decider(planted::plant).decider(this::observed));
    this.random = stage.random();
    this.pipeline = stage.pipeline();
    boolean groups = random.nextInt(4) == 0;
    pipeline.policies(
        """
        {"version": 1, "defaults": {
          "storm": {"per_rule": %d, "issues": %d, "per": "5m", "bypass": ["P0"]}%s}}
        """
            .formatted(PER_RULE, ISSUES, groups ? ", \"group_by\": [\"labels.site\"]" : ""));
  }

  /**
   * What became of a world.
   *
   * @param shared how many issues were shared
   */
  record Result(List<String> violations, int issues, int shared, String history)
      implements Worlds.Result {}

  /**
   * {@return the result of the world of {@code seed}}
   *
   * @param complete whether the history has the functions' log lines
   */
  static Result run(long seed, PlantedStormFault planted, boolean complete) {
    return new StormSimulation(seed, planted, complete).run();
  }

  private Result run() {
    int alerts = 2 + random.nextInt(MAX_ALERTS - 1);
    for (int i = 0; i < alerts; i++) {
      schedule(i);
    }
    ShortFaults.schedule(stage, LENGTH, () -> messages);
    stage.runToRest();
    checkAtRest();
    checkCaps();
    return new Result(
        violations.list(),
        pipeline.ourIssues().size(),
        (int) pipeline.ourIssues().stream().filter(StormSimulation::isShared).count(),
        stage.history().text());
  }

  private Rule<DecideRequest, Decision> observed(Rule<DecideRequest, Decision> decider) {
    return (stored, request, now) -> observed(decider.apply(stored, request, now), request, now);
  }

  private Transition<Decision> observed(
      Transition<Decision> transition, DecideRequest request, Instant now) {
    return switch (transition) {
      case Transition.TakePlace<Decision>(var wanted, var then) ->
          new Transition.TakePlace<>(
              wanted,
              place -> {
                if (place == Place.GRANTED) {
                  granted(wanted, now);
                }
                return observed(then.apply(place), request, now);
              });
      case Transition.TakeTurn<Decision>(var wanted, var then) ->
          new Transition.TakeTurn<>(wanted, turn -> observed(then.apply(turn), request, now));
      case Transition.Write<Decision>(var _, Decision.Act act) -> {
        boolean first =
            act.action() == AlertAction.CREATE && act.claim().attempt() == 1 && !act.help();
        boolean shared =
            request.said().filter(it -> it.source().equals(SharedBy.SOURCE)).isPresent();
        if (first && !shared && request.said().isPresent() && !hasPlace(act)) {
          violation("%s has a new issue without a place".formatted(act.fingerprint()));
        }
        yield transition;
      }
      case Transition<Decision> other -> other;
    };
  }

  private boolean hasPlace(Decision.Act act) {
    return given.stream()
        .anyMatch(
            it ->
                it.request()
                    .episode()
                    .equals(PlaceRequest.episode(act.fingerprint(), act.episode())));
  }

  private void granted(PlaceRequest wanted, Instant now) {
    Instant before = places.get(wanted.episode());
    if (before == null || !now.isBefore(before.plus(PER))) {
      places.put(wanted.episode(), now);
      given.add(new Given(wanted, now));
    }
  }

  /** The alert fires, may be repeated, resolves, and may start over. */
  private void schedule(int number) {
    String rule = "Rule " + random.nextInt(2);
    String priority = random.nextInt(6) == 0 ? "P0" : "P2";
    String site = random.nextBoolean() ? "north" : "south";
    Duration at = Duration.ofMillis(random.nextInt(random.nextBoolean() ? 60_000 : 900_000));
    boolean fires = false;
    Instant since = VirtualPipeline.START;
    for (int i = 1 + random.nextInt(MAX_EVENTS); i > 0; i--) {
      if (!fires || random.nextInt(3) > 0) {
        fires = !fires;
        since = VirtualPipeline.START.plus(at);
      }
      send(at, rule, number, priority, site, fires, since);
      at = at.plusSeconds(1 + random.nextInt(random.nextBoolean() ? 30 : 700));
    }
  }

  private void send(
      Duration at,
      String rule,
      int number,
      String priority,
      String site,
      boolean fires,
      Instant since) {
    stage.at(
        at,
        "%s, %d %s".formatted(rule, number, fires ? "fires" : "resolves"),
        () -> {
          messages.add(pipeline.send(payload(rule, number, priority, site, fires, since)));
          firing.put(fingerprintOf(number), fires);
        });
  }

  private static String fingerprintOf(int number) {
    return "%016x".formatted(number);
  }

  private static String payload(
      String rule, int number, String priority, String site, boolean fires, Instant since) {
    ObjectNode group = Json.mapper().createObjectNode();
    group.put("receiver", "alert-intake").put("version", "1").put("orgId", 1);
    group.put("status", fires ? "firing" : "resolved").put("groupKey", "{}:{}");
    ObjectNode alert = group.put("truncatedAlerts", 0).putArray("alerts").addObject();
    alert
        .putObject("labels")
        .put("alertname", rule)
        .put("port", Integer.toString(number))
        .put("site", site)
        .put("team", "harbor")
        .put("priority", priority);
    alert.putObject("annotations");
    alert.put("status", fires ? "firing" : "resolved");
    alert.put("startsAt", (fires ? since : since.minusSeconds(1)).toString());
    alert.put("endsAt", fires ? "0001-01-01T00:00:00Z" : since.toString());
    alert.put("generatorURL", "https://grafana.example/alerting/grafana/rule1/view");
    alert.put("fingerprint", fingerprintOf(number));
    return Json.write(group);
  }

  private static boolean isShared(Issue issue) {
    return issue.labels().stream().anyMatch(label -> label.equals("Source: shared"));
  }

  private void checkAtRest() {
    if (!pipeline.queue().isEmpty() || !pipeline.queue().deadLetters().isEmpty()) {
      violation("messages are left, or in the dead-letter queue");
    }
    if (pipeline.dynamoDb().rows().stream().anyMatch(row -> row.containsKey("pending"))) {
      violation("a claim is left pending");
    }
    Map<String, List<Issue>> open =
        pipeline.ourIssues().stream()
            .filter(Issue::open)
            .collect(Collectors.groupingBy(issue -> Markers.fingerprint(Markers.of(issue))));
    open.forEach(
        (fingerprint, issues) -> {
          if (issues.size() > 1) {
            violation("%d open issues of %s".formatted(issues.size(), fingerprint));
          }
        });
    Set<String> needed = new TreeSet<>();
    for (Map<String, AttributeValue> row : pipeline.dynamoDb().rows()) {
      alarm(row).filter(firing::containsKey).ifPresent(id -> check(id, row, open, needed));
    }
    pipeline.ourIssues().stream()
        .filter(Issue::open)
        .filter(StormSimulation::isShared)
        .map(issue -> Markers.fingerprint(Markers.of(issue)))
        .filter(fingerprint -> !needed.contains(fingerprint))
        .forEach(
            fingerprint ->
                violation("the shared issue %s is open for nobody".formatted(fingerprint)));
  }

  private static Optional<String> alarm(Map<String, AttributeValue> row) {
    return Optional.ofNullable(row.get("identity"))
        .map(identity -> identity.m().get("alarm_id"))
        .map(AttributeValue::s);
  }

  private void check(
      String id,
      Map<String, AttributeValue> row,
      Map<String, List<Issue>> open,
      Set<String> needed) {
    String fingerprint = text(row, "fingerprint").orElseThrow();
    boolean own = open.containsKey(fingerprint);
    Optional<String> parent = text(row, "parent").filter(_ -> !own);
    boolean fires = Boolean.TRUE.equals(firing.get(id));
    if (fires) {
      parent.ifPresent(needed::add);
    }
    boolean listed = parent.filter(open::containsKey).isPresent();
    if (fires && !own && !listed) {
      violation("alert %s fires and is nowhere to be seen".formatted(id));
    }
    if (!fires && own) {
      violation("alert %s has resolved, and its issue is open".formatted(id));
    }
  }

  private static Optional<String> text(Map<String, AttributeValue> row, String name) {
    return Optional.ofNullable(row.get(name)).map(AttributeValue::s);
  }

  private void checkCaps() {
    for (Given last : given) {
      List<Given> window =
          given.stream()
              .filter(it -> it.at().isAfter(last.at().minus(PER)) && !it.at().isAfter(last.at()))
              .toList();
      long ofRule =
          window.stream().filter(it -> it.request().rule().equals(last.request().rule())).count();
      long counted = window.stream().filter(it -> !it.request().bypasses()).count();
      if (ofRule > PER_RULE || counted > ISSUES) {
        violation("%d of a rule, %d in all have a place at once".formatted(ofRule, counted));
      }
    }
  }

  private void violation(String text) {
    violations.add(text);
  }
}
