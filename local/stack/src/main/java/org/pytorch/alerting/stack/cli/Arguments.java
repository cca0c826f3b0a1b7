package org.pytorch.alerting.stack.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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
 * @param ports the chosen ports, by service
 * @param withConsole whether to start the console
 * @param fresh whether to forget what the stack remembers
 * @param data the folder of what it remembers, if not the usual one
 * @param policy a policy's JSON
 * @param source the sender of a payload, if its format does not say it
 * @param rest the other arguments, such as a file to send
 */
record Arguments(
    String command,
    boolean exit,
    boolean json,
    Map<String, Integer> ports,
    boolean withConsole,
    boolean fresh,
    Optional<Path> data,
    Optional<Path> policy,
    Optional<String> source,
    List<String> rest) {
  static final String USAGE =
      """
      usage: stack run [--exit] [PORTS] [--policy=JSON]
                                          start everything, play a day of alerts, show the issues
             stack up [OPTIONS] [PORTS] [--policy=JSON]
                                          start everything and keep running
             stack down                   stop the running stack
             stack send FILE              send one payload the way its provider would
             stack why ID                 from any id to the reason
             stack dead-letters           list the dead letters
             stack redrive ID             put a dead letter back on the queue
             stack replay --from=dlq --match=CONDITIONS [--not=CONDITIONS] [--dry]
                                          put the dead letters back that a policy would match
             stack forget ID              delete a dead letter
             stack doctor [OPTIONS]       check this machine, the App and the repository of GITHUB_REPO
             stack explain FILE [--policy=JSON] [--source=NAME] [--json]
                                          say what would happen with a payload, touching nothing
      OPTIONS: --data=DIR    where `up` keeps the alerts and issues; by default, .stack/data
               --fresh       forget them first
               --no-console  start without the console
      PORTS: --webhook-port=N --github-port=N --stepfunctions-port=N --sqs-port=N --sns-port=N
             --dynamodb-port=N --lambda-port=N --secretsmanager-port=N --console-port=N; by default,
             `up` uses 8710, 8720 and so on, or the next free port, and `run` uses free ports
      """;

  /** The folder of what a stack remembers, in the project. */
  static final Path KEPT = Path.of(".stack");

  private static final String EXIT = "--exit";
  private static final String JSON = "--json";
  private static final String FRESH = "--fresh";
  private static final String NO_CONSOLE = "--no-console";
  private static final String DATA = "--data=";
  private static final String POLICY = "--policy=";
  private static final String SOURCE = "--source=";

  /** Of each service. */
  private static final String PORTS = "-port=";

  /** The options of the commands that start something. Those of the others are their own. */
  private static final Map<String, Set<String>> OPTIONS =
      Map.of(
          "run", Set.of(EXIT, NO_CONSOLE, POLICY, PORTS),
          "up", Set.of(DATA, FRESH, NO_CONSOLE, POLICY, PORTS),
          "doctor", Set.of(DATA, FRESH, NO_CONSOLE, PORTS),
          "explain", Set.of(POLICY, SOURCE, JSON));

  /**
   * {@return what {@code args} say}
   *
   * @throws IllegalArgumentException if they are invalid
   */
  static Arguments parse(String... args) {
    if (args.length == 0) {
      throw new IllegalArgumentException("command is missing");
    }
    if (!OPTIONS.containsKey(args[0])) {
      List<String> rest = List.of(args).subList(1, args.length);
      return new Arguments(
          args[0],
          false,
          false,
          Map.of(),
          false,
          false,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          rest);
    }
    Map<String, Integer> ports = new HashMap<>();
    List<String> rest = new ArrayList<>();
    boolean exit = false;
    boolean json = false;
    boolean withConsole = true;
    boolean fresh = false;
    Optional<Path> data = Optional.empty();
    Optional<Path> policy = Optional.empty();
    Optional<String> source = Optional.empty();
    Set<String> seen = new HashSet<>();
    for (String arg : List.of(args).subList(1, args.length)) {
      if (!arg.startsWith("--")) {
        rest.add(arg);
        continue;
      }
      requireOption(args[0], arg, seen);
      if (arg.equals(EXIT)) {
        exit = true;
      } else if (arg.equals(JSON)) {
        json = true;
      } else if (arg.equals(NO_CONSOLE)) {
        withConsole = false;
      } else if (arg.equals(FRESH)) {
        fresh = true;
      } else if (arg.startsWith(SOURCE)) {
        source = Optional.of(arg.substring(SOURCE.length()));
      } else if (arg.startsWith(POLICY)) {
        policy = Optional.of(Path.of(arg.substring(POLICY.length())));
      } else if (arg.startsWith(DATA)) {
        data = Optional.of(Path.of(arg.substring(DATA.length())));
      } else {
        port(arg, ports);
      }
    }
    requireNoMore(args[0], rest);
    return new Arguments(
        args[0],
        exit,
        json,
        Map.copyOf(ports),
        withConsole,
        fresh,
        data,
        policy,
        source,
        List.copyOf(rest));
  }

  /** An option that the command would not read must not look as if it had been. */
  private static void requireOption(String command, String arg, Set<String> seen) {
    int end = arg.indexOf('=') + 1;
    String name = end == 0 ? arg : arg.substring(0, end);
    Set<String> options = OPTIONS.getOrDefault(command, Set.of());
    boolean isPort =
        PortChoice.SERVICES.stream().anyMatch(service -> name.equals("--" + service + PORTS));
    if (!options.contains(isPort ? PORTS : name)) {
      throw new IllegalArgumentException("unknown option of %s: %s".formatted(command, arg));
    }
    if (end == arg.length() && end > 0) {
      throw new IllegalArgumentException("a value is missing: " + arg);
    }
    if (!seen.add(name)) {
      throw new IllegalArgumentException("given twice: " + arg);
    }
  }

  /** A folder's name with a blank, without its quotes, would be cut there unnoticed. */
  private static void requireNoMore(String command, List<String> rest) {
    int known = command.equals("explain") ? 1 : 0;
    if (rest.size() > known) {
      throw new IllegalArgumentException(
          ("%s does not know what to do with \"%s\": options begin with --, and a name with a blank"
                  + " needs quotes, such as ARGS=\"--data='my data'\"")
              .formatted(command, rest.get(known)));
    }
  }

  /**
   * {@return the folder of the alerts}
   *
   * @param usual its name if no other is chosen
   */
  Path dataFolder(Path project, String usual) {
    return data.map(project::resolve).orElseGet(() -> project.resolve(KEPT).resolve(usual));
  }

  private static void port(String arg, Map<String, Integer> ports) {
    int end = arg.indexOf(PORTS);
    String text = arg.substring(end + PORTS.length());
    try {
      int port = Integer.parseInt(text);
      if (port < 0 || port > Ports.MAX_PORT) {
        throw new IllegalArgumentException("port is not from 0 to 65535: " + arg);
      }
      ports.put(arg.substring(2, end), port);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not a port: " + arg, e);
    }
  }
}
