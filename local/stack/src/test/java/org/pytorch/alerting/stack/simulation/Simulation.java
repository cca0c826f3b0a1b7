package org.pytorch.alerting.stack.simulation;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.pytorch.alerting.github.http.GitHubTransport;
import org.pytorch.alerting.github.http.HttpAnswer;
import org.pytorch.alerting.stack.virtual.VirtualPipeline;
import org.pytorch.alerting.stack.virtual.Wiring;
import org.pytorch.alerting.stepfunctions.execution.Execution;
import org.pytorch.alerting.stepfunctions.execution.HistoryEvent;

/** One world, from its seed to its rest. */
final class Simulation {
  private final long seed;
  private final History history;
  private final Timeline timeline = new Timeline();
  private final Observations observations = new Observations();
  private final VirtualPipeline pipeline;
  private final People people;
  private final Troubles troubles;
  private final Statements statements;
  private final World world;

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
    this.people = new People(random);
    this.troubles = new Troubles(random, timeline, history, pipeline, observations, people);
    this.statements = new Statements(pipeline, observations, people);
    this.world = new World(random, timeline, pipeline, observations);
    pipeline.dynamoDb().onWrite(observations.rows());
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
    observations.violations().forEach(text -> history.tell(pipeline.now(), "VIOLATION: " + text));
    return new Report(
        seed,
        observations.messages().size(),
        observations.messages().stream().mapToInt(id -> observations.reports(id).size()).sum(),
        timeline.faults(),
        pipeline.starter().executions(),
        pipeline.lambda().invocations(),
        pipeline.issues().size(),
        List.copyOf(observations.violations()));
  }

  private GitHubTransport watch(GitHubTransport transport) {
    return request -> {
      try {
        HttpAnswer answer = transport.send(request);
        if (!request.method().equals("GET")) {
          statements.checkWritten();
        }
        return answer;
      } catch (IOException e) {
        statements.checkWritten();
        throw e;
      }
    };
  }

  private void watch(Execution execution, HistoryEvent event) {
    switch (event.type()) {
      case "ExecutionTimedOut" -> observations.violation("an execution ran past its budget");
      case "MapIterationFailed" ->
          observations.violation("the failure of one alert has ended the whole execution");
      default -> {}
    }
    if (troubles.executionDies()) {
      history.tell(pipeline.now(), "an execution dies after " + event.type());
      execution.abort();
    }
  }
}
