package org.pytorch.alerting.bench;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.pytorch.alerting.bench.cost.Histories;
import org.pytorch.alerting.stack.FunctionName;
import org.pytorch.alerting.stack.LocalGitHub;
import org.pytorch.alerting.stack.StackOptions;
import org.pytorch.alerting.stack.Throughput;
import org.pytorch.alerting.stack.github.call.LoggedRequest;
import org.pytorch.alerting.stack.journal.StackEvent;

/**
 * Many alerts at once.
 *
 * @param seconds from the first payload sent until the last issue is answered
 * @param failedDeliveries messages that came back for a failure
 * @param failedExecutions of the state machine
 * @param issueRequestsPerAlert at GitHub, about issues; tokens and labels are the instances'
 * @param limitBreaches requests beyond a limit of GitHub's
 * @param mostInASecond requests of any kind in any second
 */
record Storm(
    double seconds,
    long failedDeliveries,
    long failedExecutions,
    double issueRequestsPerAlert,
    long limitBreaches,
    int mostInASecond) {
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** An alert that no storm has. */
  private static final int FIRST = 9_999;

  /**
   * {@return what {@code payloads} with {@code alerts} new alerts in them lead to} The JVM is warm,
   * and no function has an instance yet.
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

  /** Starts a stack of its own for it. */
  static Storm of(Throughput throughput, List<String> payloads, int alerts) {
    try (Pipeline pipeline = Pipeline.start(options(throughput))) {
      return of(pipeline, throughput, payloads, alerts);
    }
  }

  /** Starts a stack of its own, on a GitHub that it takes for a real one. */
  static Storm onRealGitHub(Throughput throughput, List<String> payloads, int alerts) {
    StackOptions options = options(throughput);
    try (LocalGitHub gitHub = LocalGitHub.start(InstantSource.system(), options.gitHubRules(), 0);
        Pipeline pipeline = Pipeline.start(options, gitHub)) {
      return of(pipeline, throughput, payloads, alerts);
    }
  }

  private static StackOptions options(Throughput throughput) {
    return StackOptions.quiet(Projects.root()).with(throughput);
  }

  private static double seconds(Instant start, List<LoggedRequest> requests) {
    Instant last =
        requests.stream()
            .filter(it -> it.method().equals("POST") && it.path().endsWith("/issues"))
            .map(LoggedRequest::time)
            .max(Instant::compareTo)
            .orElseThrow();
    return Duration.between(start, last.plus(Pipeline.GITHUB_ANSWERS_IN)).toMillis() / 1e3;
  }

  /** {@return the most of {@code times}, which ascend, that lie within one {@code window}} */
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
