package org.pytorch.alerting.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The real Prometheus Alertmanager as a separate process, without a cluster, on a free port. */
public final class Alertmanager implements AutoCloseable {
  private static final List<String> PROGRAMS = List.of("prometheus-alertmanager", "alertmanager");
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration STOP = Duration.ofSeconds(10);

  private final Process process;
  private final URI api;
  private final Queue<String> output = new ConcurrentLinkedQueue<>();
  private final CompletableFuture<Boolean> listening = new CompletableFuture<>();
  private final HttpClient http = HttpClient.newHttpClient();

  private Alertmanager(Process process, int port) {
    this.process = process;
    this.api = URI.create("http://127.0.0.1:%d/api/v2/".formatted(port));
  }

  /** {@return the program's path; empty if it is not installed} */
  static Optional<Path> program() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .flatMap(folder -> PROGRAMS.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts {@code program} and waits until it listens.
   *
   * @param folder the folder for its configuration and data
   * @param configuration in YAML
   */
  static Alertmanager start(Path program, Path folder, String configuration) throws Exception {
    Path file = folder.resolve("alertmanager.yml");
    Files.writeString(file, configuration);
    int port = freePort();
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--config.file=" + file,
                "--storage.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port,
                "--cluster.listen-address=")
            .redirectErrorStream(true)
            .start();
    Alertmanager alertmanager = new Alertmanager(process, port);
    try {
      alertmanager.awaitListening();
      return alertmanager;
    } catch (Exception e) {
      alertmanager.close();
      throw e;
    }
  }

  private void awaitListening() throws Exception {
    Thread.ofVirtual().name("alertmanager").start(this::readOutput);
    if (!listening.get(START.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("Alertmanager exited: " + output());
    }
  }

  private void readOutput() {
    try (BufferedReader lines = process.inputReader(UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        output.add(line);
        if (line.contains("Listening on")) {
          listening.complete(true);
        }
      }
    } catch (IOException e) {
      output.add(e.toString()); // The process was killed while its last line was read.
    } finally {
      listening.complete(false);
    }
  }

  /** {@return its output so far} */
  String output() {
    return String.join("\n", output);
  }

  /**
   * Posts alerts as Prometheus does.
   *
   * @param alerts a JSON array
   * @return the HTTP status
   */
  int post(String alerts) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(api.resolve("alerts"))
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(alerts))
            .build();
    HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
    return response.statusCode();
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no free port", e);
    }
  }

  @Override
  public void close() {
    http.close();
    process.destroy();
    try {
      if (!process.waitFor(STOP)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
