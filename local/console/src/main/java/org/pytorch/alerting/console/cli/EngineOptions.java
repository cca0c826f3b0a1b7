package org.pytorch.alerting.console.cli;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The options of the command line.
 *
 * @param port 0 for any free one
 * @param lambda where functions are invoked; absent: every call of a function fails
 * @param sqs likewise for messages
 * @param pages whether and where there are pages
 */
record EngineOptions(
    int port, String region, Optional<URI> lambda, Optional<URI> sqs, Pages pages) {
  static final String USAGE =
      """
      usage: stepfunctions [--port=N] [--region=NAME] [--lambda-endpoint=URL] [--sqs-endpoint=URL]
                           [--console-port=N | --no-console]
        --port             where to listen on 127.0.0.1; 8083 by default, 0 for any free port
        --region           the region in the ARNs; us-east-1 by default
        --lambda-endpoint  where Lambda is, such as http://127.0.0.1:9001; without it, calls of functions fail
        --sqs-endpoint     where SQS is, such as http://127.0.0.1:9324; without it, sending messages fails
        --console-port     where the pages are; by default the port after the server's, or a free one if that is taken
        --no-console       start without pages
      """;

  private static final int DEFAULT_PORT = 8083;
  private static final Set<String> SCHEMES = Set.of("http");
  private static final String DEFAULT_REGION = "us-east-1";

  private static final String PORT = "--port";
  private static final String REGION = "--region";
  private static final String LAMBDA = "--lambda-endpoint";
  private static final String SQS = "--sqs-endpoint";
  private static final String CONSOLE_PORT = "--console-port";
  private static final String NO_CONSOLE = "--no-console";
  private static final Set<String> NAMES = Set.of(PORT, REGION, LAMBDA, SQS, CONSOLE_PORT);

  /** Where the pages are. */
  sealed interface Pages {
    /** On the port after the server's, or on any that is free. */
    record Beside() implements Pages {}

    /**
     * On this port only.
     *
     * @param port 0 for any free one
     */
    record On(int port) implements Pages {}

    /** There are none. */
    record None() implements Pages {}
  }

  /**
   * {@return what {@code args} say} An option's value follows after a blank or an equals sign.
   *
   * @throws IllegalArgumentException if they are invalid
   */
  static EngineOptions parse(String... args) {
    Map<String, String> values = CommandLine.values(NAMES, Set.of(NO_CONSOLE), args);
    return new EngineOptions(
        Optional.ofNullable(values.get(PORT)).map(CommandLine::port).orElse(DEFAULT_PORT),
        values.getOrDefault(REGION, DEFAULT_REGION),
        Optional.ofNullable(values.get(LAMBDA)).map(url -> CommandLine.endpoint(url, SCHEMES)),
        Optional.ofNullable(values.get(SQS)).map(url -> CommandLine.endpoint(url, SCHEMES)),
        pages(values));
  }

  private static Pages pages(Map<String, String> values) {
    Optional<Pages> on =
        Optional.ofNullable(values.get(CONSOLE_PORT))
            .map(port -> new Pages.On(CommandLine.port(port)));
    if (values.containsKey(NO_CONSOLE)) {
      on.ifPresent(
          _ -> {
            throw new IllegalArgumentException(
                "%s contradicts %s".formatted(NO_CONSOLE, CONSOLE_PORT));
          });
      return new Pages.None();
    }
    return on.orElseGet(Pages.Beside::new);
  }
}
