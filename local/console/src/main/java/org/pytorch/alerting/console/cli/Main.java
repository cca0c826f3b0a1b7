package org.pytorch.alerting.console.cli;

import io.javalin.util.JavalinBindException;
import java.util.concurrent.CountDownLatch;
import org.pytorch.alerting.console.Console;
import org.pytorch.alerting.console.source.Endpoints;

/** Starts the console for a Step Functions endpoint alone. */
public final class Main {
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private Main() {}

  public static void main(String[] args) throws InterruptedException {
    try {
      ConsoleOptions options = ConsoleOptions.parse(args);
      Console console = Console.start(options.port());
      Runtime.getRuntime().addShutdownHook(new Thread(console::close, "stop"));
      console.connect(Endpoints.stepFunctionsOnly(options.endpoint()));
      System.out.println("Console: " + console.uri());
      new CountDownLatch(1).await();
    } catch (IllegalArgumentException e) {
      System.err.print(ConsoleOptions.USAGE);
      System.err.println(e.getMessage());
      System.exit(USAGE);
    } catch (JavalinBindException e) {
      System.err.printf(
          "The console cannot listen (--port=N chooses another port): %s%n", e.getMessage());
      System.exit(FAILED);
    }
  }
}
