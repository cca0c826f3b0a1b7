package org.pytorch.alerting.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each function's real zip starts and handles an event under AWS's runtime client, in its own
 * process.
 */
class DeployedFunctionTest {
  /** A start takes a second or two; the rest is for a busy machine. */
  private static final long PATIENCE_SECONDS = 120;

  /** Unlike Lambda: a short-lived process would spend half of its time in the C2 compiler. */
  private static final List<String> QUICK_COMPILER = List.of("-XX:TieredStopAtLevel=1");

  static final Map<String, String> CREDENTIALS =
      Map.of(
          "AWS_ACCESS_KEY_ID", "none",
          "AWS_SECRET_ACCESS_KEY", "none",
          "AWS_SESSION_TOKEN", "none");

  @ParameterizedTest
  @MethodSource("functions")
  void a_function_starts_and_responds_with_the_settings_from_terraform(String function)
      throws Exception {
    try (LocalCloud cloud = new LocalCloud(Events.largest(function));
        FunctionProcess process =
            FunctionProcess.start(function, cloud, CREDENTIALS, QUICK_COMPILER)) {
      assertResponds(function, cloud, process);

      int memory = Deployed.memoryMegabytes().get(function);
      process
          .peakMegabytes()
          .ifPresent(peak -> assertThat(peak).as("peak memory in MB").isLessThan(memory));
    }
  }

  @ParameterizedTest
  @MethodSource("functions")
  void a_function_is_primed_before_its_snapshot_and_restored_after_it(String function)
      throws Exception {
    try (LocalCloud cloud = new LocalCloud(Events.of(function));
        FunctionProcess process =
            FunctionProcess.start(
                function,
                cloud,
                Map.of(
                    "AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start",
                    "AWS_CONTAINER_CREDENTIALS_FULL_URI", cloud.address() + "/credentials",
                    "AWS_CONTAINER_AUTHORIZATION_TOKEN", "none"),
                QUICK_COMPILER)) {
      assertResponds(function, cloud, process);
      assertThat(process.printed())
          .contains("Primed for the snapshot")
          .doesNotContain("Not primed");

      // Nothing was requested before the snapshot: no credentials and no secret.
      assertThat(cloud.asked()).startsWith("restore", "event");
      if (!function.equals("normalize")) {
        assertThat(cloud.asked().subList(2, cloud.asked().size())).contains("GET /credentials");
      }
    }
  }

  private static void assertResponds(String function, LocalCloud cloud, FunctionProcess process)
      throws Exception {
    CompletableFuture<LocalCloud.Response> exit =
        process.process().onExit().thenApply(_ -> exited(process));
    LocalCloud.Response response =
        cloud
            .response()
            .applyToEither(exit, first -> first)
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(response.error()).as(response.body() + "\n" + process.printed()).isFalse();
    assertThat(response.body()).contains(Events.response(function));
    assertThat(errors(process)).isEmpty();
    assertThat(process.printed())
        .contains("\"Namespace\":\"%s\"".formatted(FunctionProcess.METRICS_NAMESPACE));
    assertThat(process.printed().lines().filter(line -> line.startsWith("{\"timestamp\"")))
        .isNotEmpty()
        .allMatch(line -> line.contains("\"commit\":\"%s\"".formatted(FunctionProcess.COMMIT)))
        .allMatch(line -> line.contains("\"version\":\"%s\"".formatted(Repository.version())));
  }

  /** Output that is not from our log is a library's warning or an error. */
  private static List<String> errors(FunctionProcess process) {
    return process
        .printed()
        .lines()
        .filter(line -> !line.startsWith("{\"timestamp\"") || line.contains("\"level\":\"ERROR\""))
        .toList();
  }

  private static LocalCloud.Response exited(FunctionProcess process) {
    return new LocalCloud.Response(true, "the process ended with " + process.process().exitValue());
  }

  static Stream<String> functions() {
    return Terraform.read().table("functions").keySet().stream();
  }
}
