package org.pytorch.alerting.github;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.pytorch.alerting.github.http.Usage;
import org.pytorch.alerting.github.issue.ActionRequest;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.ExecutionId;
import org.pytorch.alerting.model.action.Outcome;
import org.pytorch.alerting.model.route.Routing;
import org.pytorch.alerting.runtime.DeadlineExceededException;
import org.pytorch.alerting.runtime.Log;
import org.pytorch.alerting.runtime.StacklessException;

/** Logs one line for each action, whatever its result, and counts it. */
final class ActionReport {
  private final Log log;
  private final InstantSource clock;

  ActionReport(Log log, InstantSource clock) {
    this.log = log;
    this.clock = clock;
  }

  /** {@return the outcome of {@code action}; exceptions are reported and rethrown} */
  Outcome of(ActionRequest request, Usage usage, Supplier<Outcome> action) {
    Instant start = clock.instant();
    try {
      Outcome outcome = action.get();
      boolean limited = outcome.result() == Outcome.Result.RATE_LIMITED;
      Log.Line line = limited ? log.warn("Rate-limited by GitHub") : log.info("GitHub action done");
      line.with("outcome", outcome.result().jsonName()).with("retry_at", outcome.retryAt());
      line.with("issue", outcome.issue().map(Object::toString)).with("note", outcome.note());
      write(line, request, usage, start);
      count(request, usage, outcome.result().jsonName());
      if (limited) {
        countFailure(outcome.result().jsonName());
      }
      if (outcome.result() == Outcome.Result.DONE) {
        time(request, clock.instant());
      }
      return outcome;
    } catch (StacklessException e) {
      String result = result(e);
      Log.Line line = line(e);
      line.with("outcome", result).with("error", String.valueOf(e.getMessage()));
      line.with("issue", request.decision().issue().map(Object::toString));
      write(line, request, usage, start);
      count(request, usage, result);
      // Running out of time in an execution does not count as a failure of GitHub.
      if (e instanceof GitHubException) {
        countFailure(result);
      }
      throw e;
    }
  }

  /** Alarms watch it, by kind. */
  private void countFailure(String kind) {
    log.count("GitHubFailures", 1, Map.of("kind", kind));
  }

  /**
   * Measures the alert's total time. A repeat has no start time to measure from, and a check is not
   * an event of the alert.
   */
  private void time(ActionRequest request, Instant now) {
    AlertAction action = request.decision().action();
    if (request.ownEvent().isEmpty()) {
      return;
    }
    if (!request.decision().help()) {
      log.duration("AlertLatency", millisSince(request.saidAt(), now), Map.of());
    }
    if (action != AlertAction.COMMENT && action != AlertAction.UPDATE) {
      log.duration(
          "AlertLatencyFromOccurrence", millisSince(request.event().occurredAt(), now), Map.of());
    }
  }

  /** Clocks differ; negative durations would distort the statistics. */
  private static long millisSince(Instant start, Instant now) {
    return Math.max(0, Duration.between(start, now).toMillis());
  }

  private void write(Log.Line line, ActionRequest request, Usage usage, Instant start) {
    line.with("action", request.decision().action())
        .with("fingerprint", request.decision().fingerprint())
        .with("event_id", request.claim().eventId())
        .with("route", request.event().routing().map(Routing::route))
        .with("repository", routedTo(request))
        .with("execution", request.executionId())
        .with("message_id", ExecutionId.messageId(request.executionId()))
        .with("delivery_id", request.claim().eventId().deliveryId())
        .with("attempt", request.claim().attempt())
        .with("may_be_done", request.mayBeDone())
        .with("requests", usage.requests())
        .with("duration_ms", Duration.between(start, clock.instant()).toMillis())
        .write();
  }

  private static Optional<String> routedTo(ActionRequest request) {
    return request.event().routing().map(_ -> request.claim().repository());
  }

  private void count(ActionRequest request, Usage usage, String result) {
    String action = request.decision().action().name().toLowerCase(Locale.ROOT);
    log.count("GitHubActions", 1, Map.of("action", action, "result", result));
    usage
        .byStatusClass()
        .forEach((status, sent) -> log.count("GitHubRequests", sent, Map.of("status", status)));
    usage
        .remaining()
        .ifPresent(
            left ->
                log.count(
                    "GitHubRateLimitRemaining", (int) Math.min(left, Integer.MAX_VALUE), Map.of()));
  }

  /** An error needs an operator; its message says what to do. */
  private Log.Line line(StacklessException e) {
    return switch (e) {
      case GitHubRejectedException _ -> log.error("GitHub action rejected");
      case GitHubAccessException _ -> log.error("GitHub App has no access");
      default -> log.warn("GitHub action failed");
    };
  }

  private static String result(StacklessException e) {
    return switch (e) {
      case GitHubException failure -> kind(failure);
      case DeadlineExceededException _ -> "no_time";
      default -> "failed";
    };
  }

  private static String kind(GitHubException e) {
    return switch (e) {
      case GitHubUnavailableException _ -> "unavailable";
      case GitHubNotAskedException _ -> "not_asked";
      case GitHubRateLimitedException _ -> "rate_limited";
      case GitHubAccessException _ -> "no_access";
      case GitHubRejectedException _ -> "rejected";
    };
  }
}
