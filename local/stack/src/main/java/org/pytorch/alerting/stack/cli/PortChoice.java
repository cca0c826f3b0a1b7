package org.pytorch.alerting.stack.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.pytorch.alerting.stack.Ports;

/**
 * Chooses the ports: the same ones at every start, so that a bookmark and a contact point stay
 * valid, or the next free one.
 */
final class PortChoice {
  private static final String CONSOLE = "console";

  /** The services, as options name them. */
  static final List<String> SERVICES =
      List.of(
          "webhook",
          "github",
          "stepfunctions",
          "sqs",
          "sns",
          "dynamodb",
          "lambda",
          "secretsmanager",
          CONSOLE);

  /** Nothing well-known listens there, and no system gives these ports to outgoing connections. */
  private static final int FIRST = 8_710;

  /** The ports that a service tries in turn. */
  private static final int PER_SERVICE = 10;

  private PortChoice() {}

  /**
   * The chosen ports.
   *
   * @param console empty to start without the console
   */
  record Chosen(Ports ports, Optional<Integer> console) {}

  /**
   * {@return the usual ports, except for the given ones; for those, 0 means any free port}
   *
   * @param note gets a sentence about each service that does not listen on its usual port
   * @throws IllegalStateException if a given port is taken
   */
  static Chosen usual(Arguments arguments, Consumer<String> note) {
    Map<String, Integer> chosen = new LinkedHashMap<>();
    for (int i = 0; i < SERVICES.size(); i++) {
      String service = SERVICES.get(i);
      int usual = FIRST + i * PER_SERVICE;
      Optional<Integer> wanted = Optional.ofNullable(arguments.ports().get(service));
      if (wanted.isPresent()) {
        chosen.put(service, free(service, wanted.get()));
      } else if (arguments.withConsole() || !service.equals(CONSOLE)) {
        chosen.put(service, usual(service, usual, note));
      }
    }
    return chosen(arguments, chosen);
  }

  /**
   * {@return any free port for each service, except for the given ones}
   *
   * @throws IllegalStateException if a given port is taken
   */
  static Chosen any(Arguments arguments) {
    arguments.ports().forEach(PortChoice::free);
    return chosen(arguments, arguments.ports());
  }

  private static Chosen chosen(Arguments arguments, Map<String, Integer> ports) {
    return new Chosen(
        ports(ports),
        arguments.withConsole() ? Optional.of(ports.getOrDefault(CONSOLE, 0)) : Optional.empty());
  }

  private static int free(String service, int port) {
    if (port != 0 && !isFree(port)) {
      throw new IllegalStateException(
          "Port %d is taken (--%s-port=N chooses another).".formatted(port, service));
    }
    return port;
  }

  private static int usual(String service, int usual, Consumer<String> note) {
    OptionalInt free =
        IntStream.range(usual, usual + PER_SERVICE).filter(PortChoice::isFree).findFirst();
    if (free.isPresent() && free.getAsInt() == usual) {
      return usual;
    }
    note.accept(
        "Port %d is taken, so %s uses %s; --%s-port=N chooses another."
            .formatted(
                usual, service, free.isPresent() ? free.getAsInt() : "any free port", service));
    return free.orElse(0);
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort() == port;
    } catch (IOException e) {
      return false;
    }
  }

  private static Ports ports(Map<String, Integer> chosen) {
    return new Ports(
        chosen.getOrDefault("sqs", 0),
        chosen.getOrDefault("sns", 0),
        chosen.getOrDefault("dynamodb", 0),
        chosen.getOrDefault("secretsmanager", 0),
        chosen.getOrDefault("stepfunctions", 0),
        chosen.getOrDefault("lambda", 0),
        chosen.getOrDefault("webhook", 0),
        chosen.getOrDefault("github", 0));
  }
}
