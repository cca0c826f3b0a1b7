package org.pytorch.alerting.console.cli;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.pytorch.alerting.console.Console;
import org.pytorch.alerting.console.source.Endpoints;

/** Starts the console for a Step Functions endpoint alone. */
public final class Main {
  private static final String USAGE =
      """
      usage: console --sfn-endpoint=URL [--port=N]   show the executions of a Step Functions endpoint
      """;

  private static final String ENDPOINT = "--sfn-endpoint=";
  private static final String PORT = "--port=";

  private Main() {}

  public static void main(String[] args) throws InterruptedException {
    Optional<URI> endpoint = value(args, ENDPOINT).map(URI::create);
    if (endpoint.isEmpty()) {
      System.err.print(USAGE);
      System.exit(2);
    }
    Console console = Console.start(value(args, PORT).map(Integer::parseInt).orElse(0));
    Runtime.getRuntime().addShutdownHook(new Thread(console::close, "stop"));
    console.connect(Endpoints.stepFunctionsOnly(endpoint.orElseThrow()));
    System.out.println("Console: " + console.uri());
    new CountDownLatch(1).await();
  }

  private static Optional<String> value(String[] args, String option) {
    return List.of(args).stream()
        .filter(arg -> arg.startsWith(option))
        .map(arg -> arg.substring(option.length()))
        .findFirst();
  }
}
