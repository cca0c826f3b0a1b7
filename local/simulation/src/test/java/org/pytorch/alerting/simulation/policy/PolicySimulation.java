package org.pytorch.alerting.simulation.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.pytorch.alerting.simulation.virtual.VirtualPipeline;
import org.pytorch.alerting.simulation.virtual.Wiring;
import org.pytorch.alerting.simulation.world.ShortFaults;
import org.pytorch.alerting.simulation.world.Stage;
import org.pytorch.alerting.simulation.world.Worlds;

/** Runs one world with policies from its seed until it is at rest. */
final class PolicySimulation {
  private static final int MAX_ALERTS = 4;
  private static final int MAX_EVENTS = 6;
  private static final Duration LENGTH = Duration.ofMinutes(60);

  private final Random random;
  private final Stage stage;
  private final VirtualPipeline pipeline;
  private final PolicyInvariants invariants;
  private final List<String> messages = new ArrayList<>();

  private PolicySimulation(long seed, PlantedPolicyFault planted, boolean complete) {
    Wiring wiring =
        new Wiring()
            .repositories(
                KnownPolicy.REPOSITORIES.stream()
                    .filter(repository -> !repository.equals(VirtualPipeline.REPO))
                    .toList())
            .decider(planted::plant)
            .afterEachWrite(this::checkAfterWrite);
    this.stage = new Stage(seed, complete, wiring);
    this.random = stage.random();
    this.pipeline = stage.pipeline();
    this.invariants = new PolicyInvariants(pipeline);
  }

  /**
   * What became of a world.
   *
   * @param issues how many were opened, in all repositories
   * @param repositories how many of them have issues
   */
  record Result(List<String> violations, int issues, int repositories, String history)
      implements Worlds.Result {}

  /**
   * {@return the result of the world of {@code seed}}
   *
   * @param complete whether the history has the functions' log lines
   */
  static Result run(long seed, PlantedPolicyFault planted, boolean complete) {
    return new PolicySimulation(seed, planted, complete).run();
  }

  private Result run() {
    deploy();
    for (int i = random.nextInt(3); i > 0; i--) {
      stage.at(stage.within(LENGTH), "policies are replaced", this::deploy);
    }
    int alerts = 1 + random.nextInt(MAX_ALERTS);
    for (int i = 0; i < alerts; i++) {
      schedule(alert(i));
    }
    ShortFaults.schedule(stage, LENGTH, () -> messages);
    stage.runToRest();
    invariants.checkAtRest();
    List<Integer> issues =
        KnownPolicy.REPOSITORIES.stream().map(it -> pipeline.ourIssues(it).size()).toList();
    return new Result(
        invariants.violations(),
        issues.stream().mapToInt(Integer::intValue).sum(),
        (int) issues.stream().filter(count -> count > 0).count(),
        stage.history().text());
  }

  private void checkAfterWrite() {
    invariants.checkAfterWrite();
  }

  /** Replaces the policy, sometimes by two, which are read side by side. */
  private void deploy() {
    List<KnownPolicy> policies = new ArrayList<>(List.of(KnownPolicy.random(random, LENGTH)));
    if (random.nextInt(4) == 0) {
      policies.add(KnownPolicy.random(random, LENGTH));
    }
    policies.forEach(policy -> stage.note("policy: " + policy.json()));
    pipeline.policies(policies.stream().map(KnownPolicy::json).toArray(String[]::new));
    invariants.deployed(policies);
  }

  private RoutedAlert alert(int number) {
    return new RoutedAlert(
        number,
        oneOf("harbor", "yard", "dock"),
        oneOf("P1", "P2", "P3"),
        oneOf("dev", "prod"),
        random.nextBoolean() ? Optional.of("north") : Optional.empty());
  }

  /** {@return one of {@code values}, or none} */
  private Optional<String> oneOf(String... values) {
    int chosen = random.nextInt(values.length + 1);
    return chosen == values.length ? Optional.empty() : Optional.of(values[chosen]);
  }

  /** The alert fires, may be repeated, resolves, and may start over. */
  private void schedule(RoutedAlert alert) {
    Duration at = stage.within(Duration.ofMinutes(10));
    boolean firing = false;
    Instant since = VirtualPipeline.START;
    for (int i = 1 + random.nextInt(MAX_EVENTS); i > 0; i--) {
      if (!firing || random.nextInt(3) > 0) {
        firing = !firing;
        since = VirtualPipeline.START.plus(at);
      }
      // A resolve may lack the labels by which its firing was routed.
      send(
          at,
          alert,
          firing,
          firing ? alert.firing(since) : alert.resolved(since, random.nextBoolean()));
      at = at.plusSeconds(1 + random.nextInt(random.nextBoolean() ? 30 : 900));
    }
  }

  private void send(Duration at, RoutedAlert alert, boolean firing, String payload) {
    stage.at(
        at,
        "%s %s".formatted(alert, firing ? "fires" : "has resolved"),
        () -> {
          messages.add(pipeline.send(payload));
          invariants.sent(alert, firing);
        });
  }
}
