package org.pytorch.alerting.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.bench.cost.Histories;
import org.pytorch.alerting.fakegithub.call.LoggedRequest;
import org.pytorch.alerting.fakegithub.settings.GitHubRules;
import org.pytorch.alerting.stack.FunctionName;
import org.pytorch.alerting.stack.StackOptions;
import org.pytorch.alerting.stack.Throughput;
import org.pytorch.alerting.stack.github.LocalGitHub;
import org.pytorch.alerting.stack.journal.StackEvent;

/**
 * Many alerts at once.
 *
 * @param seconds from the first payload sent to the response for the last issue
 * @param failedDeliveries messages redelivered after a failure
 * @param failedExecutions of the state machine
 * @param issueRequestsPerAlert requests to GitHub about issues; each instance also requests tokens
 *     and labels
 * @param limitBreaches requests beyond one of GitHub's limits
 * @param mostInASecond the largest number of requests of any kind in one second
 */
record Storm(
    double seconds,
    long failedDeliveries,
    long failedExecutions,
    double issueRequestsPerAlert,
    long limitBreaches,
    int mostInASecond) {
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** The number of an alert that is in no storm. */
  private static final int FIRST = 9_999;

  /**
   * {@return the result of sending {@code payloads}, which contain {@code alerts} new alerts} The
   * JVM is warm, and no function has an instance yet.
   */
  static Storm of(Pipeline pipeline, Throughput throughput, List<String> payloads, int alerts) {
    pipeline.handle(new Alerts(Projects.root()).firing(FIRST));
    new Redeployment(
            pipeline.stack(),
            throughput,
            pipeline.stack().description().dynamodb().endpoint(),
            Projects.nowhere())
        .of(FunctionName.values());
    Histories histories = new Histories(pipeline.stack());
    histories.fresh();
    long handledBefore = pipeline.count(StackEvent.MessageHandled.class);
    int issuesBefore = pipeline.issues();
    int requestsBefore = pipeline.gitHub().requests().size();
    Instant start = Instant.now();
    pipeline.send(payloads);
    pipeline.await("all issues", () -> pipeline.issues() >= issuesBefore + alerts);
    pipeline.await(
        "all messages to be handled",
        () -> pipeline.count(StackEvent.MessageHandled.class) >= handledBefore + payloads.size());
    List<LoggedRequest> requests = pipeline.gitHub().requests();
    requests = requests.subList(requestsBefore, requests.size());
    return new Storm(
        seconds(start, requests),
        pipeline.failedDeliveries(),
        histories.fresh().stream().filter(it -> !it.status().equals("SUCCEEDED")).count(),
        requests.stream().filter(it -> it.path().contains("/issues")).count() / (double) alerts,
        pipeline.gitHub().limitBreaches(),
        mostIn(SECOND, requests.stream().map(LoggedRequest::time).toList()));
  }

  /** Measures on a new stack. */
  static Storm of(Throughput throughput, List<String> payloads, int alerts) {
    try (Pipeline pipeline = Pipeline.start(options(throughput))) {
      return of(pipeline, throughput, payloads, alerts);
    }
  }

  /** Measures on a new stack that treats its GitHub as the real one. */
  static Storm onRealGitHub(Throughput throughput, List<String> payloads, int alerts) {
    StackOptions options = options(throughput);
    try (LocalGitHub gitHub = LocalGitHub.start(InstantSource.system(), GitHubRules.STANDARD, 0);
        Pipeline pipeline = Pipeline.start(options, gitHub)) {
      return of(pipeline, throughput, payloads, alerts);
    }
  }

  /** Each alert gets an issue of its own, so that the pace at GitHub is measured. */
  private static StackOptions options(Throughput throughput) {
    return StackOptions.quiet(Projects.root())
        .withThroughput(throughput)
        .withPolicy(Optional.of(uncapped()));
  }

  private static Path uncapped() {
    try {
      Path file = Files.createTempFile("uncapped", ".json");
      file.toFile().deleteOnExit();
      return Files.writeString(
          file,
          """
          {"version": 1, "defaults": {"storm": {"per_rule": 1000, "issues": 1000}}}
          """);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * {@return how many issues {@code payloads} open, of which each has one alert of one rule, with
   * the caps that hold without a policy}
   */
  static int issuesUnderTheCaps(Throughput throughput, List<String> payloads) {
    StackOptions options = StackOptions.quiet(Projects.root()).withThroughput(throughput);
    try (Pipeline pipeline = Pipeline.start(options)) {
      pipeline.send(payloads);
      // Those that join others say so in a message of our own, which opens the last issue.
      pipeline.await(
          "all messages to be handled",
          () -> pipeline.count(StackEvent.MessageHandled.class) > payloads.size());
      return pipeline.issues();
    }
  }

  private static double seconds(Instant start, List<LoggedRequest> requests) {
    Instant last =
        requests.stream()
            .filter(it -> it.method().equals("POST") && it.path().endsWith("/issues"))
            .map(LoggedRequest::time)
            .max(Instant::compareTo)
            .orElseThrow();
    return Duration.between(start, last.plus(Pipeline.GITHUB_LATENCY)).toMillis() / 1e3;
  }

  /** {@return the largest number of {@code times}, in ascending order, within one window} */
  static int mostIn(Duration window, List<Instant> times) {
    int most = 0;
    int first = 0;
    for (int last = 0; last < times.size(); last++) {
      while (!times.get(first).plus(window).isAfter(times.get(last))) {
        first++;
      }
      most = Math.max(most, last - first + 1);
    }
    return most;
  }
}
