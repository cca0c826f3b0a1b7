package org.pytorch.alerting.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pytorch.alerting.github.GitHubSettings;
import org.pytorch.alerting.runtime.Environment;

/**
 * All instances together stay within GitHub's budget. The formula itself is tested by Terraform.
 */
class ConcurrencyTest {
  private static final Terraform TERRAFORM = Terraform.read();

  @Test
  void the_reserved_concurrency_is_the_number_that_the_function_gets() {
    assertThat(functions()).contains("reserved    = local.github_concurrency");
    assertThat(
            TERRAFORM
                .one("resource", "aws_lambda_function", "function")
                .expression("reserved_concurrent_executions"))
        .contains("each.value.reserved");
    assertThat(functions())
        .contains("GITHUB_MAX_CONCURRENCY     = tostring(local.github_concurrency)");
    assertThat(functions())
        .contains("GITHUB_REQUESTS_PER_SECOND = tostring(var.github_requests_per_second)");
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1.9, 1", "7, 3", "10, 5", "100, 10"})
  void the_shares_of_all_instances_stay_within_the_budget(String budget, int instances) {
    GitHubSettings settings =
        GitHubSettings.of(
            new Environment(
                Map.of(
                    "GITHUB_APP_SECRET_ID",
                    "app",
                    "GITHUB_REQUESTS_PER_SECOND",
                    budget,
                    "GITHUB_MAX_CONCURRENCY",
                    Integer.toString(instances))));
    assertThat(settings.requestsPerSecond() * instances)
        .isLessThanOrEqualTo(Double.parseDouble(budget) + 1e-9);
  }

  private static String functions() {
    return Repository.text(Repository.INFRA.resolve("functions.tf"));
  }
}
