package org.pytorch.alerting.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.pytorch.alerting.github.http.GitHubTransport;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.simulation.planted.PlantedFault;
import org.pytorch.alerting.simulation.virtual.VirtualPipeline;
import org.pytorch.alerting.simulation.virtual.Wiring;
import org.pytorch.alerting.simulation.world.FaultPlan;
import org.pytorch.alerting.simulation.world.Invariants;
import org.pytorch.alerting.simulation.world.Observations;
import org.pytorch.alerting.simulation.world.People;
import org.pytorch.alerting.simulation.world.Stage;
import org.pytorch.alerting.simulation.world.World;
import org.pytorch.alerting.simulation.world.Worlds;
import org.pytorch.alerting.stepfunctions.execution.history.HistoryEvent;

/** Runs one world from its seed until it is at rest. */
final class Simulation {
  private final long seed;
  private final Observations observations = new Observations();
  private final Stage stage;
  private final VirtualPipeline pipeline;
  private final People people;
  private final FaultPlan faultPlan;
  private final Invariants invariants;
  private final World world;
  private final boolean redrives;

  private Simulation(long seed, PlantedFault planted, boolean complete) {
    this.seed = seed;
    Wiring wiring =
        planted
            .plant(new Wiring())
            .decider(observations::observe)
            .recorder(observations::observeRecords)
            .observer((_, event) -> observe(event))
            .transport(planted.transport().andThen(this::observe)::apply)
            .afterEachWrite(this::checkAfterWrite);
    this.stage = new Stage(seed, complete, wiring);
    this.pipeline = stage.pipeline();
    this.people = new People(stage.random(), pipeline);
    this.invariants = new Invariants(pipeline, observations, people);
    this.faultPlan = new FaultPlan(stage, observations, people, invariants);
    this.redrives = stage.random().nextBoolean();
    this.world = new World(stage, observations);
    pipeline.dynamoDb().onWrite(observations.rows(pipeline::now));
    pipeline.starter().diesWhen(faultPlan::starterDies);
  }

  /** {@return the result of the world of {@code seed}} */
  static Report run(long seed) {
    return run(seed, PlantedFault.NONE);
  }

  /** {@return the result with a fault planted in the pipeline} */
  static Report run(long seed, PlantedFault planted) {
    return new Simulation(seed, planted, false).run();
  }

  /** {@return the result of the world of {@code seed}, with its history} */
  static Replay replay(long seed) {
    Simulation simulation = new Simulation(seed, PlantedFault.NONE, true);
    Report report = simulation.run();
    return new Replay(report, simulation.stage.history().text());
  }

  /**
   * A world with its history.
   *
   * @param history one line per event, in order
   */
  record Replay(Report report, String history) {}

  /** The result of a world. */
  record Report(
      long seed,
      int messages,
      int events,
      int faults,
      int executions,
      int invocations,
      int issues,
      List<String> violations)
      implements Worlds.Result {}

  private Report run() {
    faultPlan.schedule(world.populate().plus(Duration.ofMinutes(1)));
    stage.runToRest();
    invariants.checkAtRest();
    if (redrives && !pipeline.queue().deadLetters().isEmpty()) {
      redrive();
    }
    observations.violations().forEach(text -> stage.note("VIOLATION: " + text));
    return new Report(
        seed,
        observations.messages().size(),
        observations.messages().stream().mapToInt(id -> observations.events(id).size()).sum(),
        stage.timeline().faults(),
        pipeline.starter().executions(),
        pipeline.lambda().invocations(),
        pipeline.ourIssues().size(),
        observations.violations());
  }

  /** Hours later an operator sees the alarm, fixes the cause and redrives. */
  private void redrive() {
    pipeline.after(
        Duration.ofHours(5),
        () -> {
          stage.note("GitHub refuses nothing any more, and a redrive starts");
          faultPlan.endRefusal();
          pipeline.queue().redrive();
        });
    pipeline.runToRest();
    stage.note("at rest after the redrive");
    invariants.checkAtRest();
    invariants.checkNothingIsGivenUp();
  }

  private void checkAfterWrite() {
    invariants.checkAfterWrite();
  }

  private GitHubTransport observe(GitHubTransport transport) {
    return request -> {
      try {
        return transport.send(request);
      } finally {
        if (request.method().equals("POST") && request.uri().getPath().endsWith("/issues")) {
          letOthersReact(request.body().orElse("{}"));
        }
      }
    };
  }

  private void letOthersReact(String request) {
    String body = Json.read(request, JsonNode.class).path("body").asText();
    pipeline.after(Duration.ofSeconds(1), () -> people.issuePosted(body));
  }

  private void observe(HistoryEvent event) {
    switch (event.type()) {
      case "ExecutionTimedOut" -> observations.violation("an execution timed out");
      case "MapIterationFailed" -> {
        // The other Map reports failures only at the end.
        if (event.details().path("name").asText().equals("For each alert")) {
          observations.violation("the failure of one alert ended the whole execution");
        }
      }
      default -> {}
    }
  }
}
