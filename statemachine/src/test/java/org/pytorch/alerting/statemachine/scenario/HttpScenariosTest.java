package org.pytorch.alerting.statemachine.scenario;

import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.pytorch.alerting.statemachine.engine.HttpEngine;
import org.pytorch.alerting.statemachine.engine.ScriptedAws;
import org.pytorch.alerting.stepfunctions.server.StepFunctionsServer;
import org.pytorch.alerting.stepfunctions.task.LambdaTaskService;
import org.pytorch.alerting.stepfunctions.task.SqsTaskService;
import org.pytorch.alerting.stepfunctions.time.RealScheduler;

/**
 * Every scenario over HTTP: on the embedded engine's server, or on the engine that the system
 * properties name.
 *
 * <ul>
 *   <li>{@code sfn.endpoint}: its address, such as {@code http://127.0.0.1:8083}
 *   <li>{@code lambda.port}, {@code sqs.port}: the ports where it expects Lambda and SQS on this
 *       machine; may be equal
 * </ul>
 */
class HttpScenariosTest {
  private static final String LOOPBACK = "127.0.0.1";

  @TestFactory
  Stream<DynamicTest> scenario_holds() throws IOException {
    Optional<String> endpoint = property("sfn.endpoint");
    return endpoint.isPresent() ? onGivenEngine(URI.create(endpoint.get())) : onOwnServer();
  }

  private static Stream<DynamicTest> onOwnServer() throws IOException {
    ScriptedAws aws = new ScriptedAws(LOOPBACK, Set.of(0));
    URI backends = URI.create("http://" + LOOPBACK + ":" + aws.ports().iterator().next());
    RealScheduler scheduler = new RealScheduler();
    StepFunctionsServer server =
        StepFunctionsServer.start(
            0,
            scheduler,
            Map.of(
                LambdaTaskService.RESOURCE, new LambdaTaskService(backends),
                SqsTaskService.RESOURCE, new SqsTaskService(backends)));
    HttpEngine engine = new HttpEngine(server.endpoint(), aws);
    return ScenariosOverHttp.on(engine)
        .onClose(engine::close)
        .onClose(server::close)
        .onClose(scheduler::close)
        .onClose(aws::close);
  }

  /** The engine may be in a container, so our ports are open to other machines during the test. */
  private static Stream<DynamicTest> onGivenEngine(URI endpoint) {
    Set<Integer> ports = new LinkedHashSet<>(List.of(port("sqs.port"), port("lambda.port")));
    ScriptedAws aws = new ScriptedAws("0.0.0.0", ports);
    HttpEngine engine = new HttpEngine(endpoint, aws);
    return ScenariosOverHttp.on(engine).onClose(engine::close).onClose(aws::close);
  }

  private static int port(String name) {
    return property(name)
        .map(Integer::valueOf)
        .orElseThrow(
            () -> new IllegalStateException("with -Dsfn.endpoint, -D" + name + " is needed"));
  }

  private static Optional<String> property(String name) {
    return Optional.ofNullable(System.getProperty(name)).filter(value -> !value.isBlank());
  }
}
