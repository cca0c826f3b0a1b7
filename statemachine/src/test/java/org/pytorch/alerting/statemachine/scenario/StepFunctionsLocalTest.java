package org.pytorch.alerting.statemachine.scenario;

import static org.junit.jupiter.api.Assumptions.abort;

import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.pytorch.alerting.statemachine.engine.HttpEngine;
import org.pytorch.alerting.statemachine.engine.ScriptedAws;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.Testcontainers;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** Every scenario on AWS's Step Functions Local, if there is a Docker engine. */
class StepFunctionsLocalTest {
  private static final DockerImageName IMAGE =
      DockerImageName.parse("amazon/aws-stepfunctions-local:2.0.0");

  private static final int PORT = 8083;
  private static final String LOOPBACK = "127.0.0.1";

  /** This machine's name inside a container of Testcontainers. */
  private static final String HOST = "host.testcontainers.internal";

  @TestFactory
  Stream<DynamicTest> scenario_holds() {
    return DockerClientFactory.instance().isDockerAvailable()
        ? onContainer()
        : Stream.of(skipped());
  }

  /** A separate test, because a skipped factory would not be counted. */
  private static DynamicTest skipped() {
    return DynamicTest.dynamicTest(
        "needs a Docker engine",
        () -> abort("no Docker engine here: the scenarios were not run on " + IMAGE));
  }

  private static Stream<DynamicTest> onContainer() {
    ScriptedAws aws = new ScriptedAws(LOOPBACK, Set.of(0));
    int backends = aws.ports().iterator().next();
    Testcontainers.exposeHostPorts(backends);
    GenericContainer<?> container = container("http://" + HOST + ":" + backends);
    container.start();
    HttpEngine engine =
        new HttpEngine(
            URI.create("http://" + container.getHost() + ":" + container.getMappedPort(PORT)), aws);
    return ScenariosOverHttp.on(engine)
        .onClose(engine::close)
        .onClose(container::close)
        .onClose(aws::close);
  }

  private static GenericContainer<?> container(String backends) {
    return new GenericContainer<>(IMAGE)
        .withExposedPorts(PORT)
        .withAccessToHost(true)
        .withEnv("AWS_ACCESS_KEY_ID", "test")
        .withEnv("AWS_SECRET_ACCESS_KEY", "test")
        .withEnv("AWS_DEFAULT_REGION", "us-east-1")
        .withEnv("LAMBDA_ENDPOINT", backends)
        .withEnv("SQS_ENDPOINT", backends)
        // It refuses connections for about ten seconds after its start; any response will do.
        .waitingFor(
            Wait.forHttp("/")
                .forPort(PORT)
                .forStatusCodeMatching(status -> true)
                .withStartupTimeout(Duration.ofSeconds(120)));
  }
}
