package org.pytorch.alerting.stack.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.pytorch.alerting.github.http.GitHubTransport;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.stack.simulation.planted.PlantedFault;
import org.pytorch.alerting.stack.simulation.world.History;
import org.pytorch.alerting.stack.simulation.world.Invariants;
import org.pytorch.alerting.stack.simulation.world.Observations;
import org.pytorch.alerting.stack.simulation.world.People;
import org.pytorch.alerting.stack.simulation.world.Timeline;
import org.pytorch.alerting.stack.simulation.world.Troubles;
import org.pytorch.alerting.stack.simulation.world.World;
import org.pytorch.alerting.stack.virtual.VirtualPipeline;
import org.pytorch.alerting.stack.virtual.Wiring;
import org.pytorch.alerting.stepfunctions.execution.history.HistoryEvent;
import org.pytorch.alerting.stepfunctions.execution.outcome.Execution;

/** One world, from its seed to its rest. */
final class Simulation {
  private final long seed;
  private final History history;
  private final Timeline timeline = new Timeline();
  private final Observations observations = new Observations();
  private final VirtualPipeline pipeline;
  private final People people;
  private final Troubles troubles;
  private final Invariants statements;
  private final World world;
  private final boolean redrives;

  private Simulation(long seed, PlantedFault planted, boolean complete) {
    this.seed = seed;
    this.history = new History(complete);
    Random random = new Random(seed * 0x9E3779B97F4A7C15L);
    Wiring wiring = planted.plant(new Wiring());
    wiring
        .decider(observations::watch)
        .recorder(observations::watchRecords)
        .observer(this::watch)
        .log(history.log());
    wiring.transport(planted.transport().andThen(this::watch)::apply);
    this.pipeline = new VirtualPipeline(seed, wiring);
    this.people = new People(random, pipeline);
    this.statements = new Invariants(pipeline, observations, people);
    this.troubles =
        new Troubles(random, timeline, history, pipeline, observations, people, statements);
    this.redrives = random.nextBoolean();
    this.world = new World(random, timeline, pipeline, observations);
    pipeline.dynamoDb().onWrite(observations.rows(pipeline::now));
    pipeline.starter().death(troubles::starterDies);
  }

  /** {@return what the world of {@code seed} came to} */
  static Report run(long seed) {
    return run(seed, PlantedFault.NONE);
  }

  /** {@return the same with a fault in the pipeline itself} */
  static Report run(long seed, PlantedFault planted) {
    return new Simulation(seed, planted, false).run();
  }

  /** {@return the world of {@code seed} once more, with everything that happens in it} */
  static Replay replay(long seed) {
    Simulation simulation = new Simulation(seed, PlantedFault.NONE, true);
    Report report = simulation.run();
    return new Replay(report, simulation.history.text());
  }

  /**
   * A world that was told as it went.
   *
   * @param history what happened, in order
   */
  record Replay(Report report, String history) {}

  /** What a world came to. */
  record Report(
      long seed,
      int messages,
      int events,
      int faults,
      int executions,
      int invocations,
      int issues,
      List<String> violations) {}

  private Report run() {
    troubles.brew(world.populate().plus(Duration.ofMinutes(1)));
    timeline.play(pipeline, history);
    pipeline.runToRest();
    history.tell(pipeline.now(), "at rest");
    statements.checkAtRest();
    if (redrives && !pipeline.queue().deadLetters().isEmpty()) {
      redrive();
    }
    observations.violations().forEach(text -> history.tell(pipeline.now(), "VIOLATION: " + text));
    return new Report(
        seed,
        observations.messages().size(),
        observations.messages().stream().mapToInt(id -> observations.words(id).size()).sum(),
        timeline.faults(),
        pipeline.starter().executions(),
        pipeline.lambda().invocations(),
        pipeline.ourIssues().size(),
        List.copyOf(observations.violations()));
  }

  /** Hours later somebody reads the alarm, ends what is in the way and redrives. */
  private void redrive() {
    pipeline.after(
        Duration.ofHours(5),
        () -> {
          history.tell(pipeline.now(), "nothing is refused any more, and a redrive begins");
          troubles.endForEver();
          pipeline.queue().redrive();
        });
    pipeline.runToRest();
    history.tell(pipeline.now(), "at rest after the redrive");
    statements.checkAtRest();
    statements.checkNothingIsGivenUp();
  }

  private GitHubTransport watch(GitHubTransport transport) {
    return request -> {
      try {
        return transport.send(request);
      } finally {
        if (!request.method().equals("GET")) {
          statements.checkWritten();
        }
        if (request.method().equals("POST") && request.uri().getPath().endsWith("/issues")) {
          othersReact(request.body().orElse("{}"));
        }
      }
    };
  }

  private void othersReact(String request) {
    String body = Json.read(request, JsonNode.class).path("body").asText();
    pipeline.after(Duration.ofSeconds(1), () -> people.issuePosted(body));
  }

  private void watch(Execution execution, HistoryEvent event) {
    switch (event.type()) {
      case "ExecutionTimedOut" -> observations.violation("an execution ran past its budget");
      case "MapIterationFailed" -> {
        // The other Map only reports at the end that something has failed.
        if (event.details().path("name").asText().equals("For each alert")) {
          observations.violation("the failure of one alert has ended the whole execution");
        }
      }
      default -> {}
    }
    if (troubles.executionDies()) {
      history.tell(pipeline.now(), "an execution dies after " + event.type());
      execution.abort();
    }
  }
}
