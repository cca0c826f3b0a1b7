package org.pytorch.alerting.statemachine.scenario;

import static org.junit.jupiter.api.Assumptions.abort;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.pytorch.alerting.statemachine.definition.Definition;
import org.pytorch.alerting.statemachine.engine.Engine;
import org.pytorch.alerting.statemachine.engine.HttpEngine;

/** Runs every scenario on an engine over HTTP, in parallel, because the waits are real. */
final class ScenariosOverHttp {
  private ScenariosOverHttp() {}

  /** {@return a test for each scenario; all scenarios are running before the first test waits} */
  static Stream<DynamicTest> on(HttpEngine engine) {
    Definition definition = Definition.load();
    Semaphore places = new Semaphore(engine.parallelism());
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    List<DynamicTest> tests =
        Scenarios.all().stream()
            .map(scenario -> test(scenario, engine, definition, places, threads))
            .toList();
    return tests.stream().onClose(threads::shutdownNow);
  }

  private static DynamicTest test(
      Scenario scenario,
      Engine engine,
      Definition definition,
      Semaphore places,
      ExecutorService threads) {
    if (!engine.dataLimits().containsAll(scenario.needed().stream().toList())) {
      return DynamicTest.dynamicTest(
          scenario.name(),
          () -> abort("this engine has no limit on the size of " + scenario.needed()));
    }
    Future<Engine.Result> result =
        threads.submit(
            () -> {
              places.acquire();
              try {
                return scenario.run(engine, definition);
              } finally {
                places.release();
              }
            });
    return DynamicTest.dynamicTest(scenario.name(), () -> scenario.verify(result.get()));
  }
}
