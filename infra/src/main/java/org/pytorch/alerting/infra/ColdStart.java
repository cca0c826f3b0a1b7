package org.pytorch.alerting.infra;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Starts a function's zip as Lambda does, against services on this machine, and measures it. The
 * services respond at once and without TLS.
 */
public final class ColdStart {
  private static final int PATIENCE_SECONDS = 120;

  private static final Map<String, String> CREDENTIALS =
      Map.of(
          "AWS_ACCESS_KEY_ID", "none",
          "AWS_SECRET_ACCESS_KEY", "none",
          "AWS_SESSION_TOKEN", "none");

  private ColdStart() {}

  /**
   * {@return the CPU time of all threads of the function's process, from its start to the response
   * to its first event; in steps of 10 ms on Linux}
   *
   * @param function its name in Terraform's table
   * @param jvmOptions in addition to Lambda's
   */
  public static Duration cpuToFirstResponse(String function, List<String> jvmOptions) {
    return measured(
        function,
        jvmOptions,
        _ -> CREDENTIALS,
        (process, _) ->
            process
                .process()
                .info()
                .totalCpuDuration()
                .orElseThrow(
                    () ->
                        new IllegalStateException(
                            "this system does not report the CPU time of processes")));
  }

  /**
   * Lets the function handle one event, and writes what the JVM loaded and linked for it to a cache
   * (JEP 514). Only the JVM that wrote the cache can use it.
   *
   * @return the cache's file
   */
  public static Path aotCache(String function, List<String> jvmOptions) {
    Path cache = Repository.TARGET.resolve(function + ".aot");
    List<String> recording = new ArrayList<>(jvmOptions);
    recording.add("-XX:AOTCacheOutput=" + cache);
    return measured(
        function,
        recording,
        _ -> CREDENTIALS,
        (process, _) -> {
          process.end();
          if (!Files.exists(cache)) {
            throw new IllegalStateException("no cache was written:\n" + process.printed());
          }
          return cache;
        });
  }

  /**
   * {@return the time from the restore of a primed snapshot of the function to its first {@code
   * call}}
   *
   * @param call such as {@code DynamoDB_20120810.GetItem}
   */
  public static Duration fromRestoreTo(String call, String function) {
    return measured(
        function,
        List.of(),
        cloud ->
            Map.of(
                "AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start",
                "AWS_CONTAINER_CREDENTIALS_FULL_URI", cloud.address() + "/credentials",
                "AWS_CONTAINER_AUTHORIZATION_TOKEN", "none"),
        (_, cloud) ->
            Duration.ofNanos(
                cloud.firstAskedAt(call).orElseThrow() - cloud.restoredAt().orElseThrow()));
  }

  private interface Variables {
    Map<String, String> of(LocalCloud cloud);
  }

  private interface Measurement<T> {
    T of(FunctionProcess process, LocalCloud cloud);
  }

  private static <T> T measured(
      String function, List<String> jvmOptions, Variables variables, Measurement<T> measurement) {
    try (LocalCloud cloud = new LocalCloud(Events.of(function));
        FunctionProcess process =
            FunctionProcess.start(
                function, cloud, withoutWaiting(variables.of(cloud)), jvmOptions)) {
      CompletableFuture<LocalCloud.Response> death =
          process.process().onExit().thenApply(_ -> new LocalCloud.Response(true, "it has ended"));
      LocalCloud.Response response =
          cloud
              .response()
              .applyToEither(death, first -> first)
              .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (response.error()) {
        throw new IllegalStateException(
            "%s responded with %s".formatted(function, response.body()));
      }
      return measurement.of(process, cloud);
    } catch (IOException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException(function + " cannot be measured", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Otherwise the GitHub function would mostly wait for its share of the budget. */
  private static Map<String, String> withoutWaiting(Map<String, String> variables) {
    Map<String, String> all = new HashMap<>(variables);
    all.put("GITHUB_REQUESTS_PER_SECOND", "1000");
    return all;
  }
}
