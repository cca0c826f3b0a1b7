package org.pytorch.alerting.console;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.staticfiles.Location;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.pytorch.alerting.console.page.Routes;
import org.pytorch.alerting.console.source.Endpoints;
import org.pytorch.alerting.console.source.Sources;
import org.pytorch.alerting.console.story.Explainer;
import org.pytorch.alerting.console.web.Guard;
import org.pytorch.alerting.console.web.Pulse;

/**
 * The console: a web server on 127.0.0.1. It can be started before the stack is up; its pages wait
 * for {@link #connect}.
 */
public final class Console implements AutoCloseable {
  private static final String HOST = "127.0.0.1";

  /** In bytes; only the payload to try is long. */
  private static final long MAX_REQUEST = 16L * 1024 * 1024;

  /** The libraries' files on the class path by the address that the pages name. */
  private static final String LIBRARIES = "/org/pytorch/alerting/console/libraries.properties";

  private final CompletableFuture<Routes.Connection> connection = new CompletableFuture<>();
  private final ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor();
  private final Pulse pulse = new Pulse();
  private final Routes.Shared shared =
      new Routes.Shared(connection::join, InstantSource.system(), readers, pulse::changed);
  private final Javalin server = Javalin.create(this::configure);

  private Console() {}

  /**
   * Starts the server.
   *
   * @param port 0 for any free one
   */
  public static Console start(int port) {
    Console console = new Console();
    try {
      console.server.start(HOST, port);
      return console;
    } catch (RuntimeException e) {
      console.close();
      throw e;
    }
  }

  /** Connects to the services. Call it once. */
  public void connect(Endpoints endpoints) {
    connection.complete(new Routes.Connection(new Sources(endpoints), Optional.empty()));
  }

  /** Connects to the services, and to the explainer of payloads. Call it once. */
  public void connect(Endpoints endpoints, Explainer explainer) {
    connection.complete(new Routes.Connection(new Sources(endpoints), Optional.of(explainer)));
  }

  /** {@return the address to open} */
  public URI uri() {
    return URI.create("http://%s:%d".formatted(HOST, server.port()));
  }

  /** Tells open pages that something has changed in the stack. Returns at once. */
  public void changed() {
    shared.changed();
  }

  private void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.concurrency.useVirtualThreads = true;
    config.http.maxRequestSize = MAX_REQUEST;
    config.staticFiles.add(
        files -> {
          files.hostedPath = "/assets";
          files.directory = "/org/pytorch/alerting/console/assets";
          files.location = Location.CLASSPATH;
        });
    config.routes.before(Guard::check);
    libraries()
        .forEach(
            (path, resource) ->
                config.routes.get(
                    "/assets/" + path, context -> library(context, resource.toString())));
    config.routes.sse("/events", pulse::add);
    Routes.add(config.routes, shared);
  }

  private static Properties libraries() {
    Properties libraries = new Properties();
    try (InputStream file = resource(LIBRARIES.substring(1))) {
      libraries.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return libraries;
  }

  private static InputStream resource(String name) {
    return Optional.ofNullable(Console.class.getClassLoader().getResourceAsStream(name))
        .orElseThrow(() -> new IllegalStateException("not on the class path: " + name));
  }

  private static void library(Context context, String resource) {
    context.contentType("text/javascript; charset=utf-8");
    context.header("cache-control", "max-age=3600");
    context.result(resource(resource));
  }

  @Override
  public void close() {
    pulse.close();
    server.stop();
    readers.shutdownNow();
    if (connection.isDone() && !connection.isCompletedExceptionally()) {
      connection.join().sources().close();
    }
  }
}
