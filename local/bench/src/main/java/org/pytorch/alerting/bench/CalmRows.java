package org.pytorch.alerting.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.pytorch.alerting.fakegithub.call.LoggedRequest;
import org.pytorch.alerting.fakegithub.data.Issue;
import org.pytorch.alerting.stack.StackOptions;
import org.pytorch.alerting.stack.Throughput;
import org.pytorch.alerting.stack.github.LocalGitHub;

/** How often people are notified of an alert that is reported, or fires and resolves, all day. */
final class CalmRows implements AutoCloseable {
  private static final int REPEATS = 100;
  private static final int FLAPS = 10;

  /** Notifications of the first two flaps; from then on the alert is flapping. */
  private static final int MAX_NOTIFICATIONS = 4;

  private static final Instant FIRST = Instant.parse("2026-03-04T08:00:00Z");

  private final Alerts alerts = new Alerts(Projects.root());
  private final Pipeline pipeline =
      Pipeline.start(
          StackOptions.quiet(Projects.root()).withThroughput(new Throughput(10, 10_000, 100_000)));

  private CalmRows() {}

  static List<Row> measure() {
    try (CalmRows rows = new CalmRows()) {
      return Stream.concat(rows.repeats().stream(), rows.flaps().stream()).toList();
    }
  }

  private List<Row> repeats() {
    pipeline.handle(alerts.firing(0));
    int before = pipeline.gitHub().requests().size();
    for (int repeat = 0; repeat < REPEATS; repeat++) {
      pipeline.handle(alerts.firing(0));
    }
    List<LoggedRequest> requests = pipeline.gitHub().requests();
    long writes =
        requests.subList(before, requests.size()).stream()
            .filter(request -> !request.method().equals("GET"))
            .filter(request -> request.path().contains("/issues"))
            .count();
    return List.of(
        Row.of("GitHub writes of %d repeats".formatted(REPEATS), (double) writes, "requests", 1),
        Row.of("comments of %d repeats".formatted(REPEATS), comments(), "comments", 0));
  }

  private List<Row> flaps() {
    for (int flap = 0; flap < FLAPS; flap++) {
      Instant fires = FIRST.plus(Duration.ofMinutes(10L * flap));
      Instant resolves = fires.plus(Duration.ofMinutes(5));
      pipeline.handle(alerts.firing(1, fires));
      pipeline.handle(alerts.resolved(1, fires, resolves));
    }
    return List.of(
        // Beside the one of the repeats.
        Row.of("issues of %d flaps".formatted(FLAPS), issues().size() - 1, "issues", 1),
        Row.of(
            "comments of %d flaps, until the held close".formatted(FLAPS),
            comments(),
            "comments",
            MAX_NOTIFICATIONS));
  }

  private List<Issue> issues() {
    return pipeline.gitHub().issues(LocalGitHub.REPO);
  }

  private int comments() {
    return issues().stream()
        .mapToInt(issue -> pipeline.gitHub().comments(LocalGitHub.REPO, issue.number()).size())
        .sum();
  }

  @Override
  public void close() {
    pipeline.close();
  }
}
