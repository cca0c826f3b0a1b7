package org.pytorch.alerting.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;
import org.junit.jupiter.api.Test;

class SnapStartTest {
  private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
  private final Context<Resource> context = Core.getGlobalContext();

  @Test
  void restoring_builds_again() {
    AtomicInteger built = new AtomicInteger();
    Restorable<Integer> restorable = Restorable.of(built::incrementAndGet);
    restorable.beforeCheckpoint(context);
    assertThat(restorable.get()).isEqualTo(1);

    restorable.afterRestore(context);

    assertThat(restorable.get()).isEqualTo(2);
  }

  @Test
  void priming_runs_the_rehearsal() {
    AtomicInteger runs = new AtomicInteger();
    Priming priming = new Priming(runs::incrementAndGet, log());

    priming.beforeCheckpoint(context);
    priming.afterRestore(context);

    assertThat(runs).hasValue(1);
    assertThat(lines.toString(StandardCharsets.UTF_8)).contains("Primed for the snapshot");
  }

  @Test
  void a_rehearsal_that_fails_does_not_stop_the_function() {
    Priming priming =
        new Priming(
            () -> {
              throw new IOException("no answer");
            },
            log());

    priming.beforeCheckpoint(context);

    assertThat(lines.toString(StandardCharsets.UTF_8)).contains("ERROR", "no answer");
  }

  @Test
  void the_rehearsal_server_answers_by_the_request_line() throws IOException {
    try (RehearsalServer server = new RehearsalServer("you asked: "::concat)) {
      assertThat(post(server.address() + "/some/path", "a body"))
          .isEqualTo("you asked: POST /some/path HTTP/1.1");
    }
  }

  @Test
  void the_rehearsal_server_is_gone_when_closed() throws IOException {
    RehearsalServer server = new RehearsalServer(line -> "");
    assertThat(server.isServing()).isTrue();

    server.close();

    assertThat(server.isServing()).isFalse();
  }

  private static String post(String address, String body) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) URI.create(address).toURL().openConnection();
    connection.setDoOutput(true);
    connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
    return new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private Log log() {
    return Log.of(
        "decide",
        new Host(
            new Environment(Map.of()),
            InstantSource.fixed(Instant.EPOCH),
            new PrintStream(lines, true, StandardCharsets.UTF_8)));
  }
}
