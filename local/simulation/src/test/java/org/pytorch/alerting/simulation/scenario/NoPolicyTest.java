package org.pytorch.alerting.simulation.scenario;

import static java.util.Comparator.naturalOrder;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.simulation.virtual.VirtualPipeline;
import org.pytorch.alerting.simulation.virtual.Wiring;
import org.pytorch.alerting.stack.Project;

/** Whoever has no policy notices nothing of it: GitHub gets the same requests, byte for byte. */
final class NoPolicyTest {
  private static final Duration BETWEEN_MESSAGES = Duration.ofSeconds(20);
  private static final String EMPTY = "{\"version\": 1}";
  private static final String NOTHING_IN_IT =
      "{\"version\": 1, \"defaults\": {}, \"routes\": [], \"maintenance\": []}";

  @Test
  void empty_policy_is_as_none_for_every_sample_payload() throws IOException {
    List<String> without = requests();

    assertThat(without).hasSizeGreaterThan(100).anyMatch(request -> request.contains("[P1]"));
    assertThat(firstDifference(without, requests(EMPTY))).isEmpty();
    assertThat(firstDifference(without, requests(NOTHING_IN_IT))).isEmpty();
  }

  @Test
  void comparison_sees_a_policy_that_says_something() throws IOException {
    assertThat(
            firstDifference(
                requests(), requests("{\"version\": 1, \"defaults\": {\"labels\": [\"x\"]}}")))
        .isNotEmpty();
  }

  /** {@return the first requests that differ; all of them would be too much to read} */
  private static String firstDifference(List<String> one, List<String> other) {
    for (int i = 0; i < Math.max(one.size(), other.size()); i++) {
      String left = i < one.size() ? one.get(i) : "";
      String right = i < other.size() ? other.get(i) : "";
      if (!left.equals(right)) {
        return "request %d%n%s%n%s".formatted(i, left, right);
      }
    }
    return "";
  }

  /** {@return what GitHub gets if every sample payload is sent: methods, addresses and bodies} */
  private static List<String> requests(String... policies) throws IOException {
    List<String> requests = new ArrayList<>();
    VirtualPipeline pipeline =
        new VirtualPipeline(
            1,
            new Wiring()
                .transport(
                    transport ->
                        request -> {
                          requests.add(request + "?" + request.uri().getQuery() + request.body());
                          return transport.send(request);
                        }));
    if (policies.length > 0) {
      pipeline.policies(policies);
    }
    Duration at = Duration.ZERO;
    for (String payload : payloads()) {
      pipeline.after(at, () -> pipeline.send(payload));
      at = at.plus(BETWEEN_MESSAGES);
    }
    pipeline.runToRest();
    return requests;
  }

  private static List<String> payloads() throws IOException {
    try (Stream<Path> files = Files.walk(Project.root().resolve("test-data"))) {
      List<String> payloads = new ArrayList<>();
      for (Path file : files.sorted(naturalOrder()).toList()) {
        String name = file.toString();
        if (name.endsWith(".json") && !name.contains("expected")) {
          payloads.add(Files.readString(file));
        }
      }
      return payloads;
    }
  }
}
