package org.pytorch.alerting.stack.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pytorch.alerting.stack.Ports;

/**
 * The command line.
 *
 * @param command such as {@code run}
 * @param exit whether to stop after the story
 * @param json whether a program reads the output
 * @param policy a policy's JSON
 * @param source the sender of a payload, if its format does not say it
 * @param consolePort the console's port, 0 for any free one; absent to start without it
 * @param rest the other arguments, such as a file to send
 */
record Arguments(
    String command,
    boolean exit,
    boolean json,
    Ports ports,
    Optional<Integer> consolePort,
    Optional<Path> policy,
    Optional<String> source,
    List<String> rest) {
  static final String USAGE =
      """
      usage: stack run [--exit] [PORTS] [--policy=JSON]
                                          start everything, play a series of alerts, show the issues
             stack up [PORTS] [--policy=JSON]
                                          start everything and keep running
             stack down                   stop the running stack
             stack send FILE              send one payload the way its provider would
             stack why ID                 from any id to the reason
             stack dead-letters           list the dead letters
             stack redrive ID             put a dead letter back on the queue
             stack forget ID              delete a dead letter
             stack explain FILE [--policy=JSON] [--source=NAME] [--json]
                                          say what would happen with a payload, touching nothing
      PORTS: --sqs-port=N --sns-port=N --dynamodb-port=N --secretsmanager-port=N
             --stepfunctions-port=N --lambda-port=N --webhook-port=N --github-port=N
             --console-port=N; by default, free ports. --no-console starts without the console
      """;

  private static final Set<String> STARTING = Set.of("run", "up", "down", "explain");
  private static final String POLICY = "--policy=";
  private static final String SOURCE = "--source=";
  private static final String CONSOLE = "console";
  private static final int MAX_PORT = 65_535;

  private static final List<String> PORTS =
      List.of(
          "sqs",
          "sns",
          "dynamodb",
          "secretsmanager",
          "stepfunctions",
          "lambda",
          "webhook",
          "github",
          CONSOLE);

  /**
   * {@return what {@code args} say}
   *
   * @throws IllegalArgumentException if they are invalid
   */
  static Arguments parse(String... args) {
    if (args.length == 0) {
      throw new IllegalArgumentException("command is missing");
    }
    if (!STARTING.contains(args[0])) {
      // The options of these are their own.
      List<String> rest = List.of(args).subList(1, args.length);
      return new Arguments(
          args[0], false, false, ports(Map.of()), Optional.empty(), Optional.empty(), rest);
    }
    Map<String, Integer> ports = new HashMap<>();
    List<String> rest = new ArrayList<>();
    boolean exit = false;
    boolean json = false;
    boolean withConsole = true;
    Optional<Path> policy = Optional.empty();
    Optional<String> source = Optional.empty();
    for (String arg : List.of(args).subList(1, args.length)) {
      if (arg.equals("--exit")) {
        exit = true;
      } else if (arg.equals("--json")) {
        json = true;
      } else if (arg.equals("--no-console")) {
        withConsole = false;
      } else if (arg.startsWith(SOURCE)) {
        source = Optional.of(arg.substring(SOURCE.length()));
      } else if (arg.startsWith(POLICY)) {
        policy = Optional.of(Path.of(arg.substring(POLICY.length())));
      } else if (arg.startsWith("--")) {
        port(arg, ports);
      } else {
        rest.add(arg);
      }
    }
    int consolePort = ports.getOrDefault(CONSOLE, 0);
    if (consolePort < 0 || consolePort > MAX_PORT) {
      throw new IllegalArgumentException("port is not from 0 to 65535: " + consolePort);
    }
    return new Arguments(
        args[0],
        exit,
        json,
        ports(ports),
        withConsole ? Optional.of(consolePort) : Optional.empty(),
        policy,
        source,
        List.copyOf(rest));
  }

  private static void port(String arg, Map<String, Integer> ports) {
    for (String service : PORTS) {
      String option = "--" + service + "-port=";
      if (arg.startsWith(option)) {
        try {
          ports.put(service, Integer.parseInt(arg.substring(option.length())));
          return;
        } catch (NumberFormatException e) {
          throw new IllegalArgumentException("not a port: " + arg, e);
        }
      }
    }
    throw new IllegalArgumentException("unknown option: " + arg);
  }

  private static Ports ports(Map<String, Integer> given) {
    return new Ports(
        given.getOrDefault("sqs", 0),
        given.getOrDefault("sns", 0),
        given.getOrDefault("dynamodb", 0),
        given.getOrDefault("secretsmanager", 0),
        given.getOrDefault("stepfunctions", 0),
        given.getOrDefault("lambda", 0),
        given.getOrDefault("webhook", 0),
        given.getOrDefault("github", 0));
  }
}
