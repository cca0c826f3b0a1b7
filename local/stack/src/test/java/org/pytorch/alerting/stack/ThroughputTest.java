package org.pytorch.alerting.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pytorch.alerting.decide.turn.Budget;

/** With the same budget, the local stack and AWS run the same number of requests at once. */
class ThroughputTest {

  /** {@code plan.tftest.hcl} tests Terraform's formula with the same numbers. */
  @ParameterizedTest
  @CsvSource({
    "1, 60, 1, 2, 1",
    "2, 60, 1, 2, 2",
    "7, 60, 3, 2, 2",
    "10, 60, 5, 2, 2",
    "10, 100000, 5, 3, 10",
    "100, 100000, 10, 30, 10"
  })
  void concurrency_and_batches_follow_from_the_budget(
      double requests, int writes, int instances, int batches, int batchSize) {
    Throughput throughput = new Throughput(requests, writes, 400);

    assertThat(throughput.gitHubConcurrency()).isEqualTo(instances);
    assertThat(throughput.starterConcurrency()).isEqualTo(batches);
    assertThat(throughput.batchSize()).isEqualTo(batchSize);
  }

  @Test
  void defaults_equal_terraforms() throws IOException {
    assertThat(variable("github_requests_per_second"))
        .isEqualTo(Budget.DEFAULT.requestsPerSecond())
        .isEqualTo(Throughput.DEPLOYED.requestsPerSecond());
    assertThat(variable("github_writes_per_minute"))
        .isEqualTo(Budget.DEFAULT.writesPerMinute())
        .isEqualTo(Throughput.DEPLOYED.writesPerMinute());
    assertThat(variable("github_writes_per_hour"))
        .isEqualTo(Budget.DEFAULT.writesPerHour())
        .isEqualTo(Throughput.DEPLOYED.writesPerHour());
  }

  /** {@return the default of a Terraform variable} */
  private static double variable(String name) throws IOException {
    String text = Files.readString(Project.root().resolve("infra/variables.tf"));
    Matcher number =
        Pattern.compile("variable \"" + name + "\" \\{[^}]*?default\\s*=\\s*([0-9.]+)")
            .matcher(text);
    assertThat(number.find()).as(name).isTrue();
    return Double.parseDouble(number.group(1));
  }
}
