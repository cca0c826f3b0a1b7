package org.pytorch.alerting.endtoend.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pytorch.alerting.endtoend.GrafanaAlerts;
import org.pytorch.alerting.endtoend.WebhookPost;

/**
 * A stack in a process of its own is killed: no alert that was accepted is lost, and no issue is
 * opened twice.
 */
final class RestartTest {
  private static final int ALERTS = 30;
  private static final int SENDERS = 6;

  private static final String KNOWN = "Crane 1 is known";
  private static final String UNFINISHED = "Crane 2 is being opened";

  @TempDir private Path folder;
  private final List<String> acceptedNames = new ArrayList<>();

  @BeforeEach
  void project() throws IOException {
    StackProcess.prepare(folder);
  }

  @Test
  void killed_in_a_storm_it_loses_no_accepted_alert_and_opens_nothing_twice() throws Exception {
    String token;
    try (StackProcess first = StackProcess.start(folder)) {
      token = first.stack().webhook().token();
      storm(first);
    }
    assertThat(acceptedNames).hasSizeGreaterThanOrEqualTo(ALERTS / 2);

    try (StackProcess second = StackProcess.start(folder)) {
      assertThat(second.stack().webhook().token()).isEqualTo(token);
      second.await(() -> second.issues().size() > ALERTS / 3);
    }

    try (StackProcess third = StackProcess.start(folder)) {
      third.await(third::isDrained);
      requireEachOnce(third, acceptedNames);
      assertThat(third.issues()).allMatch(issue -> issue.path("state").asText().equals("open"));
      assertThat(third.deadLetters()).isZero();
      assertThat(third.hasClaims()).isFalse();
    }
  }

  /** The stack dies while it opens an issue; each time, something else of its data is lost. */
  @Test
  void queue_and_table_are_what_makes_it_lose_nothing_and_open_nothing_twice() throws Exception {
    try (StackProcess stack = StackProcess.start(folder)) {
      assertThat(isAccepted(stack, GrafanaAlerts.firing(KNOWN))).isTrue();
      stack.await(stack::isDrained);
      // The next request to open an issue gets no response and has no effect.
      stack.gitHub(
          "PUT",
          "/_control/faults",
          "[{\"method\":\"POST\",\"path\":\"/issues$\",\"drop\":true,\"delay_ms\":600000}]");
      assertThat(isAccepted(stack, GrafanaAlerts.firing(UNFINISHED))).isTrue();
      stack.await(() -> isUnderWay(stack));
    }
    Path data = folder.resolve(".stack/data");
    Path kept = folder.resolve("kept");
    copy(data, kept);

    continued(data, kept, List.of());

    assertThatThrownBy(() -> continued(data, kept, List.of("queues.mv.db")))
        .as("the queue is lost")
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(UNFINISHED);
    assertThatThrownBy(() -> continued(data, kept, List.of("dynamodb")))
        .as("the table is lost")
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(KNOWN);
  }

  /** Restarts the stack on what it had when it died, but for {@code lost}. */
  private void continued(Path data, Path kept, List<String> lost) throws Exception {
    delete(data);
    copy(kept, data);
    for (String part : lost) {
      assertThat(data.resolve(part)).exists();
      delete(data.resolve(part));
    }
    try (StackProcess stack = StackProcess.start(folder)) {
      assertThat(isAccepted(stack, GrafanaAlerts.changed(KNOWN))).isTrue();
      stack.await(stack::isDrained);
      requireEachOnce(stack, List.of(KNOWN, UNFINISHED));
    }
  }

  private static boolean isUnderWay(StackProcess stack) {
    return stack
        .gitHub("GET", "/_control/requests", "")
        .valueStream()
        .filter(request -> request.path("path").asText().endsWith("/issues"))
        .anyMatch(request -> request.path("fault").asBoolean());
  }

  private static void requireEachOnce(StackProcess stack, List<String> names) {
    List<String> titles = stack.titles();
    for (String name : names) {
      assertThat(titles).filteredOn(title -> title.contains(name)).as(name).hasSize(1);
    }
    assertThat(titles).doesNotHaveDuplicates();
  }

  /** Kills the stack once half of the alerts were accepted; the others are on their way. */
  private void storm(StackProcess stack) throws Exception {
    CountDownLatch half = new CountDownLatch(ALERTS / 2);
    try (ExecutorService senders = Executors.newFixedThreadPool(SENDERS)) {
      for (int i = 0; i < ALERTS; i++) {
        String name = "Storm %02d is here".formatted(i);
        senders.execute(
            () -> {
              if (isAccepted(stack, GrafanaAlerts.firing(name))) {
                synchronized (acceptedNames) {
                  acceptedNames.add(name);
                }
                half.countDown();
              }
            });
      }
      assertThat(half.await(StackProcess.TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
      stack.kill();
    }
  }

  private static boolean isAccepted(StackProcess stack, String body) {
    try {
      return new WebhookPost(stack.stack()).status(body, true) == 202;
    } catch (UncheckedIOException e) {
      return false; // The stack is dead.
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
  }

  private static void delete(Path path) throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
