package org.pytorch.alerting.infra;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Measures, and is no test: from the start of a function's process to the answer to its first
 * event, as often as {@code -Dcold.start.runs} says, and what priming leaves of it. The result is
 * printed. On one's own machine only the proportions mean anything.
 */
@EnabledIfSystemProperty(named = "cold.start.runs", matches = "[0-9]+")
class ColdStartMeasurement {
  private static final int RUNS = Integer.getInteger("cold.start.runs", 0);

  @ParameterizedTest
  @MethodSource("org.pytorch.alerting.infra.DeployedFunctionTest#functions")
  void measure(String function) throws Exception {
    List<Long> cold = new ArrayList<>();
    List<Long> restored = new ArrayList<>();
    for (int run = 0; run < RUNS; run++) {
      cold.add(run(function, Map.of()));
      restored.add(run(function, Map.of("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start")));
    }
    System.out.printf(
        "cold start of %s: %d ms; from a primed snapshot to the answer: %d ms; zip: %d KB%n",
        function, median(cold), median(restored), zipKilobytes(function));
  }

  private static long run(String function, Map<String, String> initialization) throws Exception {
    try (LocalCloud cloud = new LocalCloud(Events.of(function))) {
      Map<String, String> variables = new HashMap<>(DeployedFunctionTest.CREDENTIALS);
      variables.putAll(initialization);
      // Or the GitHub function would mostly wait for its share of the budget.
      variables.put("GITHUB_REQUESTS_PER_SECOND", "1000");
      long start = System.nanoTime();
      try (FunctionProcess _ = FunctionProcess.start(function, cloud, variables)) {
        LocalCloud.Answer answer = cloud.answer().get(2, TimeUnit.MINUTES);
        if (answer.error()) {
          throw new IllegalStateException(answer.body());
        }
        return Duration.ofNanos(System.nanoTime() - cloud.restoredAt().orElse(start)).toMillis();
      }
    }
  }

  private static long median(List<Long> values) {
    Collections.sort(values);
    return values.get(values.size() / 2);
  }

  private static long zipKilobytes(String function) throws IOException {
    String artefact = (String) Terraform.read().table("functions").get(function).get("artefact");
    return Files.size(Repository.zip(artefact)) / 1024;
  }
}
