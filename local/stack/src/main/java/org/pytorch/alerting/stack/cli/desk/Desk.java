package org.pytorch.alerting.stack.cli.desk;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Carries out commands in the process of the running stack: it is warm and has the journal, so a
 * command takes no longer than the work itself. {@link Ask} is its client.
 */
public final class Desk implements AutoCloseable {
  static final String TOKEN_HEADER = "x-desk-token";

  /** Before each line that the command prints. */
  static final String LINE = ">";

  /** Before the exit code, in the last line. */
  static final String EXIT = "=";

  static final int OK = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;

  /** In bytes: arguments are file names and ids. */
  private static final int MAX_REQUEST_BYTES = 1024 * 1024;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final DeskFile file;
  private final Map<String, Command> commands;
  private final String token = UUID.randomUUID().toString();

  private Desk(HttpServer server, DeskFile file, Map<String, Command> commands) {
    this.server = server;
    this.file = file;
    this.commands = Map.copyOf(commands);
  }

  /**
   * Starts to take commands.
   *
   * @param path the file that tells {@link Ask} where the desk is
   */
  public static Desk start(Path path, Map<String, Command> commands) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      Desk desk = new Desk(server, new DeskFile(path), commands);
      server.setExecutor(desk.threads);
      server.createContext("/", desk::serve);
      server.start();
      desk.file.write(
          new DeskFile.Address(
              "http://127.0.0.1:%d/".formatted(server.getAddress().getPort()),
              desk.token,
              System.getProperty("java.home")));
      return desk;
    } catch (IOException e) {
      throw new UncheckedIOException("the desk cannot listen: " + e.getMessage(), e);
    }
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!isOwner(exchange)) {
        exchange.sendResponseHeaders(403, -1);
        return;
      }
      byte[] request = exchange.getRequestBody().readNBytes(MAX_REQUEST_BYTES);
      List<String> words =
          new String(request, StandardCharsets.UTF_8)
              .lines()
              .map(word -> URLDecoder.decode(word, StandardCharsets.UTF_8))
              .toList();
      exchange.sendResponseHeaders(200, 0);
      answer(words, exchange.getResponseBody());
    }
  }

  /** Only who can read the file: a page in a browser must not redrive anything. */
  private boolean isOwner(HttpExchange exchange) {
    String given =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst(TOKEN_HEADER)).orElse("");
    return exchange.getRequestMethod().equals("POST")
        && MessageDigest.isEqual(
            given.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
  }

  private void answer(List<String> words, OutputStream body) throws IOException {
    int exit;
    try (PrintStream out = new PrintStream(new PrefixedLines(body), true, StandardCharsets.UTF_8)) {
      exit = words.size() < 2 ? USAGE : run(words, out);
    }
    body.write((EXIT + exit + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private int run(List<String> words, PrintStream out) {
    Command command = commands.get(words.get(1));
    if (command == null) {
      out.println("unknown command: " + words.get(1));
      return USAGE;
    }
    try {
      return command.run(words.subList(2, words.size()), Path.of(words.get(0)), out);
    } catch (IllegalArgumentException e) {
      out.println(e.getMessage());
      return USAGE;
    } catch (IllegalStateException | UncheckedIOException e) {
      out.println(e.getMessage());
      return FAILED;
    }
  }

  @Override
  public void close() {
    file.remove();
    server.stop(0);
    threads.shutdownNow();
  }
}
