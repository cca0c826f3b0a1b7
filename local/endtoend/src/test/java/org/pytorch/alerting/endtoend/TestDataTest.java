package org.pytorch.alerting.endtoend;

import static java.util.Comparator.naturalOrder;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.pytorch.alerting.stack.Project;
import org.pytorch.alerting.stack.journal.StackEvent;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Sends every payload in {@code test-data} through the whole system. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TestDataTest {
  private static final Pattern ENDS = Pattern.compile("resolved|ok|mixed|delete");

  private final RunningStack stack = new RunningStack();

  @AfterAll
  void close() {
    stack.close();
  }

  @Test
  void every_payload_is_handled_or_quarantined_in_one_delivery() throws IOException {
    List<Path> files = payloads();
    assertThat(files).hasSizeGreaterThan(50);

    for (Path file : files) {
      String id = stack.queue(Files.readString(file));
      assertThat(stack.awaitHandled(id).receiveCount()).as(file.toString()).isEqualTo(1);
    }

    assertThat(stack.stack().journal().events(StackEvent.MessageFailed.class)).isEmpty();
    stack.awaitNoClaimPending();
    assertThat(quarantined()).isPositive().isLessThan(files.size());
  }

  private int quarantined() {
    return Integer.parseInt(
        String.valueOf(
            stack
                .stack()
                .queues()
                .client()
                .getQueueAttributes(
                    get ->
                        get.queueUrl(stack.stack().queues().dlqUrl())
                            .attributeNames(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
                .attributes()
                .get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES)));
  }

  /**
   * Resolves come last: a firing with the same old time after its resolve would wait for the
   * reorder window.
   */
  private static int rank(Path file) {
    String name = file.getFileName().toString();
    if (!ENDS.matcher(name).find()) {
      return 0;
    }
    return name.contains("mixed") ? 1 : 2;
  }

  private static List<Path> payloads() throws IOException {
    try (Stream<Path> files = Files.walk(Project.root().resolve("test-data"))) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .filter(file -> !file.toString().contains("expected"))
          // It resolves alerts that fire in group-mixed, and the reverse, so one of them would
          // wait.
          .filter(file -> !file.endsWith("group-of-three-one-resolved.json"))
          .sorted(Comparator.comparingInt(TestDataTest::rank).thenComparing(naturalOrder()))
          .toList();
    }
  }
}
