package org.pytorch.alerting.bench.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.pytorch.alerting.stack.Stack;
import org.pytorch.alerting.stack.StackOptions;
import org.pytorch.alerting.stack.cli.StackConsole;

/** The start of a stack in a JVM of its own, with its console and without. */
public final class StartUp {
  private static final String CONSOLE = "console";

  /** As in {@code scripts/stack}. */
  private static final List<String> JVM = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private static final int PATIENCE_S = 120;

  private StartUp() {}

  /** Starts a stack, prints the milliseconds since the JVM's start, and ends. */
  public static void main(String[] args) {
    Path project = Path.of(args[0]);
    boolean withConsole = List.of(args).contains(CONSOLE);
    if (withConsole) {
      StackConsole console = StackConsole.start(0);
      console.show(Stack.start(StackOptions.quiet(project)), project.resolve("test-data"));
    } else {
      Stack.start(StackOptions.quiet(project));
    }
    long started = ManagementFactory.getRuntimeMXBean().getStartTime();
    System.out.println(System.currentTimeMillis() - started);
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }

  /**
   * {@return the seconds from the JVM's start until everything is up}
   *
   * @throws IllegalStateException if it does not come up
   */
  public static double seconds(Path project, boolean withConsole) {
    ProcessBuilder process =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            JVM.get(0),
            JVM.get(1),
            "-cp",
            System.getProperty("java.class.path"),
            StartUp.class.getName(),
            project.toString(),
            withConsole ? CONSOLE : "alone");
    process.redirectError(ProcessBuilder.Redirect.DISCARD);
    try {
      Process running = process.start();
      String output =
          new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (!running.waitFor(PATIENCE_S, TimeUnit.SECONDS) || !output.matches("(?s).*\\d+")) {
        running.destroyForcibly();
        throw new IllegalStateException("a stack did not start: " + output);
      }
      return Long.parseLong(output.lines().toList().getLast()) / 1e3;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
