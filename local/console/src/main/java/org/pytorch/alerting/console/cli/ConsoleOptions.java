package org.pytorch.alerting.console.cli;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The options of the console alone.
 *
 * @param endpoint of the Step Functions whose executions are shown
 * @param port 0 for any free one
 */
record ConsoleOptions(URI endpoint, int port) {
  static final String USAGE =
      """
      usage: console --sfn-endpoint=URL [--port=N]   show the executions of a Step Functions endpoint
        --sfn-endpoint  where Step Functions is, such as http://127.0.0.1:8083
        --port          where the console listens on 127.0.0.1; by default any free port
      """;

  private static final String ENDPOINT = "--sfn-endpoint";
  private static final String PORT = "--port";
  private static final Set<String> SCHEMES = Set.of("http", "https");

  /**
   * {@return what {@code args} say}
   *
   * @throws IllegalArgumentException if they are invalid
   */
  static ConsoleOptions parse(String... args) {
    Map<String, String> values = CommandLine.values(Set.of(ENDPOINT, PORT), Set.of(), args);
    String endpoint =
        Optional.ofNullable(values.get(ENDPOINT))
            .filter(text -> !text.isBlank())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "which one? make console SFN_ENDPOINT=http://127.0.0.1:8083"));
    return new ConsoleOptions(
        CommandLine.endpoint(endpoint, SCHEMES),
        Optional.ofNullable(values.get(PORT)).map(CommandLine::port).orElse(0));
  }
}
