package org.pytorch.alerting.stepfunctions.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.pytorch.alerting.stepfunctions.server.StepFunctionsServer;
import org.pytorch.alerting.stepfunctions.task.LambdaTaskService;
import org.pytorch.alerting.stepfunctions.task.SqsTaskService;
import org.pytorch.alerting.stepfunctions.task.TaskResult;
import org.pytorch.alerting.stepfunctions.task.TaskService;
import org.pytorch.alerting.stepfunctions.time.RealScheduler;

/** Step Functions alone, until a signal stops it. */
public final class Main {
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private Main() {}

  public static void main(String[] args) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    try {
      Options options = Options.parse(args);
      Running running = start(options);
      Runtime.getRuntime().addShutdownHook(new Thread(running::close, "stop"));
      out.print(greeting(running.server().endpoint(), options.region()));
      new CountDownLatch(1).await();
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.err.print(Options.USAGE);
      System.exit(USAGE);
    } catch (IOException e) {
      System.err.println("Step Functions cannot listen: " + e.getMessage());
      System.exit(FAILED);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A started server with its scheduler. */
  record Running(StepFunctionsServer server, RealScheduler scheduler) implements AutoCloseable {
    @Override
    public void close() {
      server.close();
      scheduler.close();
    }
  }

  /**
   * Starts the server.
   *
   * @throws IOException if the port cannot be bound
   */
  static Running start(Options options) throws IOException {
    RealScheduler scheduler = new RealScheduler();
    try {
      StepFunctionsServer server =
          StepFunctionsServer.start(
              options.port(),
              options.region(),
              scheduler,
              Map.of(
                  LambdaTaskService.RESOURCE,
                  service("Lambda", options.lambda(), LambdaTaskService::new),
                  SqsTaskService.RESOURCE,
                  service("SQS", options.sqs(), SqsTaskService::new)));
      return new Running(server, scheduler);
    } catch (IOException e) {
      scheduler.close();
      throw e;
    }
  }

  /** Without an endpoint a task fails like one whose service cannot be reached. */
  private static TaskService service(
      String name, Optional<URI> endpoint, Function<URI, TaskService> start) {
    TaskResult missing =
        new TaskResult.Failed(
            name + ".SdkClientException",
            "No endpoint: start the server with --%s-endpoint=URL"
                .formatted(name.toLowerCase(Locale.ROOT)));
    return endpoint.map(start).orElse((_, done) -> done.accept(missing));
  }

  private static String greeting(URI endpoint, String region) {
    return """
        Step Functions listens on %1$s until Ctrl-C. For the AWS CLI, in another shell:
          export AWS_ENDPOINT_URL_SFN=%1$s AWS_DISABLE_HOST_PREFIX_INJECTION=true
          export AWS_REGION=%2$s AWS_DEFAULT_REGION=%2$s AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local
          aws stepfunctions list-state-machines
        """
        .formatted(endpoint, region);
  }
}
