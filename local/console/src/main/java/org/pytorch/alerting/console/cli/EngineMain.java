package org.pytorch.alerting.console.cli;

import io.javalin.util.JavalinBindException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.pytorch.alerting.console.Console;
import org.pytorch.alerting.console.source.Endpoints;
import org.pytorch.alerting.stepfunctions.server.StepFunctionsServer;
import org.pytorch.alerting.stepfunctions.task.LambdaTaskService;
import org.pytorch.alerting.stepfunctions.task.SqsTaskService;
import org.pytorch.alerting.stepfunctions.task.TaskResult;
import org.pytorch.alerting.stepfunctions.task.TaskService;
import org.pytorch.alerting.stepfunctions.time.RealScheduler;

/** The embedded Step Functions alone, with its pages, until a signal stops it. */
public final class EngineMain {
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private EngineMain() {}

  public static void main(String[] args) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    try {
      EngineOptions options = EngineOptions.parse(args);
      Running running = start(options);
      Runtime.getRuntime().addShutdownHook(new Thread(running::close, "stop"));
      out.print(greeting(running, options.region()));
      new CountDownLatch(1).await();
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.err.print(EngineOptions.USAGE);
      System.exit(USAGE);
    } catch (IOException e) {
      System.err.println("Step Functions cannot listen: " + e.getMessage());
      System.exit(FAILED);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * A started server with its scheduler.
   *
   * @param console its pages, if they are wanted
   */
  record Running(StepFunctionsServer server, RealScheduler scheduler, Optional<Console> console)
      implements AutoCloseable {
    @Override
    public void close() {
      console.ifPresent(Console::close);
      server.close();
      scheduler.close();
    }
  }

  /**
   * Starts the server and its pages.
   *
   * @throws IOException if a port cannot be bound
   */
  static Running start(EngineOptions options) throws IOException {
    RealScheduler scheduler = new RealScheduler();
    try {
      StepFunctionsServer server =
          StepFunctionsServer.start(
              options.port(),
              options.region(),
              scheduler,
              Map.of(
                  LambdaTaskService.RESOURCE,
                  options
                      .lambda()
                      .<TaskService>map(LambdaTaskService::new)
                      .orElse(missing("Lambda")),
                  SqsTaskService.RESOURCE,
                  options.sqs().<TaskService>map(SqsTaskService::new).orElse(missing("SQS"))));
      return withPages(server, scheduler, options.pages());
    } catch (IOException e) {
      scheduler.close();
      throw e;
    }
  }

  private static Running withPages(
      StepFunctionsServer server, RealScheduler scheduler, EngineOptions.Pages pages)
      throws IOException {
    try {
      Optional<Console> console =
          switch (pages) {
            case EngineOptions.Pages.None _ -> Optional.empty();
            case EngineOptions.Pages.On on -> Optional.of(Console.start(on.port()));
            case EngineOptions.Pages.Beside _ -> Optional.of(beside(server.endpoint().getPort()));
          };
      console.ifPresent(it -> it.connect(Endpoints.stepFunctionsOnly(server.endpoint())));
      return new Running(server, scheduler, console);
    } catch (JavalinBindException e) {
      server.close();
      throw new IOException("for its pages: " + e.getMessage(), e);
    }
  }

  static Console beside(int port) {
    if (port < CommandLine.MAX_PORT) {
      try {
        return Console.start(port + 1);
      } catch (JavalinBindException e) {
        // Somebody else has it.
      }
    }
    return Console.start(0);
  }

  /** Without an endpoint a task fails like one whose service cannot be reached. */
  private static TaskService missing(String name) {
    TaskResult missing =
        new TaskResult.Failed(
            name + ".SdkClientException",
            "No endpoint: start the server with --%s-endpoint=URL"
                .formatted(name.toLowerCase(Locale.ROOT)));
    return (_, done) -> done.accept(missing);
  }

  static String greeting(Running running, String region) {
    String pages =
        running
            .console()
            .map(
                console ->
                    "Its pages, to run state machines and see their graphs: %s%n"
                        .formatted(console.uri()))
            .orElse("");
    return """
    Step Functions listens on %1$s until Ctrl-C. For the AWS CLI, in another shell:
      export AWS_ENDPOINT_URL_SFN=%1$s AWS_DISABLE_HOST_PREFIX_INJECTION=true
      export AWS_REGION=%2$s AWS_DEFAULT_REGION=%2$s AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local
      aws stepfunctions list-state-machines
    """
            .formatted(running.server().endpoint(), region)
        + pages;
  }
}
