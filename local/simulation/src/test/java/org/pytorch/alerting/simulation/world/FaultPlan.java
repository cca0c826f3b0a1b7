package org.pytorch.alerting.simulation.world;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.pytorch.alerting.fakegithub.fault.Fault;
import org.pytorch.alerting.fakegithub.settings.GitHubRules;
import org.pytorch.alerting.simulation.virtual.LambdaFaults;
import org.pytorch.alerting.simulation.virtual.StoreFaults;
import org.pytorch.alerting.simulation.virtual.VirtualPipeline;

/** Plans the random faults of a world, and the acts of people. */
public final class FaultPlan {
  private static final int SHORT_LAG_S = 5;
  private static final int LONG_LAG_S = 60;
  private static final int MAX_FAULTS = 5;
  private static final String WRITES = "/issues(/\\d+)?(/comments)?$";

  private final Stage stage;
  private final Random random;
  private final Timeline timeline;
  private final ServiceFaults faults;
  private final VirtualPipeline pipeline;
  private final Observations observations;
  private final People people;
  private final Invariants invariants;
  private Optional<Fault> refusal = Optional.empty();
  private boolean queuesRefuse;
  private int starterDeathsPerMille;

  public FaultPlan(Stage stage, Observations observations, People people, Invariants invariants) {
    this.stage = stage;
    this.random = stage.random();
    this.timeline = stage.timeline();
    this.faults = stage.faults();
    this.pipeline = stage.pipeline();
    this.observations = observations;
    this.people = people;
    this.invariants = invariants;
    pipeline.queue().deadLetterQueueRefuses(() -> queuesRefuse);
    pipeline.queue().refuses(() -> queuesRefuse);
  }

  /**
   * Adds all faults to the timeline. All but permanent refusals end at most 50 min after {@code
   * end}.
   */
  public void schedule(Duration end) {
    if (random.nextInt(2) == 0) {
      int lag = 1 + random.nextInt(random.nextBoolean() ? SHORT_LAG_S : LONG_LAG_S);
      timeline.fault(
          Duration.ZERO,
          "GitHub's lists lag by %d s".formatted(lag),
          () ->
              pipeline
                  .gitHub()
                  .rules(pipeline.gitHub().rules().with("{\"list_lag_s\": %d}".formatted(lag))));
    }
    int count = random.nextInt(MAX_FAULTS + 1);
    for (int i = 0; i < count; i++) {
      addRandomFault(time(end));
    }
    addOthers(end);
    for (int i = random.nextInt(4); i > 0; i--) {
      faults.redelivery(time(end), observations::messages);
    }
    if (random.nextInt(6) == 0) {
      addRefusal(end, random.nextBoolean());
    }
    timeline.at(end.plus(Duration.ofMinutes(50)), "all other faults end", this::clearFaults);
  }

  /** Adds people and bots, who act on our issues and open others. */
  private void addOthers(Duration end) {
    if (random.nextInt(4) == 0) {
      people.reactToIssues(random.nextBoolean(), random.nextBoolean());
    }
    for (int i = random.nextInt(5); i > 0; i--) {
      timeline.at(time(end), "a person or a bot acts", () -> stage.note(people.act()));
    }
    if (random.nextInt(20) == 0) {
      timeline.at(
          time(end), "the repository is renamed", () -> pipeline.renameRepository("renamed"));
      if (random.nextBoolean()) {
        timeline.at(end, "its new name is configured", pipeline::configureRepo);
      }
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      int few = random.nextInt(2);
      int many = random.nextInt(400) == 0 ? 600 : random.nextInt(random.nextBoolean() ? 10 : 150);
      timeline.at(
          time(end),
          "%d discussions and %d pull requests are opened".formatted(few, many),
          () -> openOthers(few, many));
    }
  }

  private void openOthers(int discussions, int pullRequests) {
    for (int i = 0; i < discussions; i++) {
      pipeline.gitHub().openDiscussion(pipeline.repo());
    }
    for (int i = 0; i < pullRequests; i++) {
      pipeline.gitHub().openPullRequest(pipeline.repo(), "A change");
    }
  }

  /** GitHub refuses one kind of write, for a while or until the world is at rest. */
  private void addRefusal(Duration end, boolean permanent) {
    String message = "{\"message\":\"%s\"}";
    Fault refusing =
        switch (random.nextInt(4)) {
          case 0 -> refusing("POST", "/issues$", 422, message.formatted("Validation Failed"));
          case 1 -> refusing("PATCH", "/issues/\\d+$", 422, message.formatted("Validation Failed"));
          case 2 ->
              refusing(
                  "POST",
                  "/comments$",
                  403,
                  message.formatted("Resource not accessible by integration"));
          default ->
              refusing("POST", "/issues$", 410, message.formatted("Issues has been disabled"));
        };
    Duration at = time(end);
    timeline.fault(
        at,
        "GitHub refuses %s %s permanently".formatted(refusing.method().orElse(""), refusing.path()),
        () -> {
          refusal = Optional.of(refusing);
          faults.add(refusing);
        });
    if (!permanent) {
      timeline.at(at.plus(length()), "GitHub no longer refuses it", this::endRefusal);
    }
  }

  private static Fault refusing(String method, String path, int status, String body) {
    return Fault.on(method, path)
        .by("alert-pipeline")
        .replying(new Fault.Reply(status, Map.of(), Optional.of(body)))
        .forEver();
  }

  /** Ends the refusal, if there is one. */
  public void endRefusal() {
    refusal = Optional.empty();
    List<Fault> left = new ArrayList<>(pipeline.gitHub().faults());
    left.removeIf(fault -> fault.times() == Fault.FOR_EVER && fault.actor().isPresent());
    pipeline.gitHub().faults(left);
  }

  private List<Fault> lasting() {
    return refusal.stream().toList();
  }

  private void clearFaults() {
    starterDeathsPerMille = 0;
    queuesRefuse = false;
    faults.endAll(lasting());
  }

  private void addRandomFault(Duration at) {
    switch (random.nextInt(17)) {
      case 0 -> addOutage(at);
      case 1 ->
          faults.ofGitHub(
              at, "5xx after the effect", write().answering(502).afterCommit().times(aFewTimes()));
      case 2, 3 ->
          faults.ofGitHub(
              at, "responses lost", write().dropping().afterCommit().times(aFewTimes()));
      case 4 ->
          faults.ofGitHub(
              at,
              "hangs, with the effect 9 s later",
              write()
                  .dropping()
                  .delayed(Duration.ofMinutes(1))
                  .afterLateCommit(Duration.ofSeconds(9))
                  .times(1 + random.nextInt(2)));
      case 5 ->
          faults.ofGitHub(
              at, "never responds", write().delayed(Duration.ofMinutes(10)).times(aFewTimes()));
      case 6 -> faults.ofGitHub(at, "limits", limited().times(aFewTimes()));
      case 7 ->
          timeline.fault(
              at, "the token is revoked", () -> pipeline.gitHub().revokeInstallationTokens());
      case 8 -> addStoreFaults(at);
      case 9 -> addLambdaFaults(at);
      case 10 -> addDeaths(at);
      case 11 ->
          faults.ofGitHub(at, "5xx before the effect", write().answering(500).times(aFewTimes()));
      case 12 -> addStarterDeaths(at);
      case 13 -> addQueueOutage(at);
      case 14 -> addMissingSecret(at);
      case 15 -> timeline.fault(at, "the turns are lost", () -> pipeline.dynamoDb().loseTurns());
      default -> addLowLimits(at);
    }
  }

  private void addQueueOutage(Duration at) {
    addTemporaryFault(
        at,
        "SQS refuses what the state machine sends",
        () -> queuesRefuse = true,
        () -> queuesRefuse = false);
  }

  private void addMissingSecret(Duration at) {
    Optional<String> secret = pipeline.secret();
    addTemporaryFault(
        at,
        "the App's secret is missing",
        () -> {
          pipeline.secret(Optional.empty());
          pipeline.gitHub().revokeInstallationTokens();
        },
        () -> pipeline.secret(secret));
  }

  /** Sets limits that even a few alerts exceed. */
  private void addLowLimits(Duration at) {
    invariants.allowLimitBreaches();
    GitHubRules rules = pipeline.gitHub().rules();
    addTemporaryFault(
        at,
        "GitHub accepts 2 new issues or comments a minute",
        () -> limits(rules, "{\"limits\":{\"secondary_enforced\":true,\"content_per_minute\":2}}"),
        () ->
            limits(rules, "{\"limits\":{\"secondary_enforced\":false,\"content_per_minute\":80}}"));
  }

  private void limits(GitHubRules rules, String changes) {
    pipeline.gitHub().rules(rules.with(changes));
  }

  private void addOutage(Duration at) {
    Duration length = Duration.ofSeconds(5 + random.nextInt(random.nextBoolean() ? 60 : 2_400));
    faults.outage(at, length, List.of(), this::lasting);
  }

  private Fault write() {
    return switch (random.nextInt(3)) {
      case 0 -> Fault.on("PATCH", WRITES);
      default -> Fault.on("POST", WRITES);
    };
  }

  private Fault limited() {
    return switch (random.nextInt(3)) {
      case 0 -> write().answering(429, Map.of("retry-after", "60"));
      case 1 -> write().answering(429);
      default ->
          write()
              .replying(
                  new Fault.Reply(
                      403,
                      Map.of("retry-after", "30"),
                      Optional.of("{\"message\":\"You have exceeded a secondary rate limit.\"}")));
    };
  }

  private void addStoreFaults(Duration at) {
    StoreFaults.Kind kind = faults.storeKind();
    int percent = 5 + random.nextInt(60);
    faults.ofStore(at, length(), kind, percent);
  }

  private void addLambdaFaults(Duration at) {
    LambdaFaults.Kind kind = faults.lambdaKind();
    int percent = 5 + random.nextInt(40);
    faults.ofLambda(at, length(), kind, percent);
  }

  /** Adds a fault that ends after a while. */
  private void addTemporaryFault(Duration at, String what, Runnable begin, Runnable end) {
    faults.during(at, length(), what, begin, end);
  }

  private void addDeaths(Duration at) {
    int perMille = 5 + random.nextInt(60);
    faults.ofExecutions(at, length(), perMille);
  }

  private void addStarterDeaths(Duration at) {
    addTemporaryFault(
        at, "starters die", () -> starterDeathsPerMille = 500, () -> starterDeathsPerMille = 0);
  }

  /** {@return whether the process of the starter dies now} */
  public boolean starterDies() {
    return starterDeathsPerMille > 0 && random.nextInt(1000) < starterDeathsPerMille;
  }

  private int aFewTimes() {
    return 1 + random.nextInt(5);
  }

  private Duration length() {
    return Duration.ofSeconds(1 + random.nextInt(random.nextBoolean() ? 30 : 1_200));
  }

  private Duration time(Duration end) {
    return Duration.ofMillis(random.nextLong(end.toMillis() + 1));
  }
}
