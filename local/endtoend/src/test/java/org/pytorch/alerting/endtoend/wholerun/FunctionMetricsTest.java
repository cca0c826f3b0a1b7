package org.pytorch.alerting.endtoend.wholerun;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingLong;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.stack.Project;
import org.pytorch.alerting.stack.github.LocalGitHub;
import org.pytorch.alerting.stack.journal.StackEvent.MessageFailed;
import org.pytorch.alerting.stack.journal.StackEvent.MessageHandled;

/** The metrics in the functions' log of a whole run match what happened. */
@ExtendWith(WholeRun.Shared.class)
final class FunctionMetricsTest {
  private static final Pattern ALARM =
      Pattern.compile("namespace\\s+= local\\.metrics_namespace\\s+metric\\s+= \"(\\w+)\"");

  private final WholeRun run;
  private final List<JsonNode> lines;
  private final List<EmbeddedMetric> metrics;

  FunctionMetricsTest(WholeRun run) {
    this.run = run;
    this.lines = run.functionLines().stream().map(line -> Json.read(line, JsonNode.class)).toList();
    this.metrics = lines.stream().filter(line -> line.has("_aws")).map(EmbeddedMetric::of).toList();
  }

  @Test
  void metrics_add_up_to_the_events_of_the_run() {
    // "Unauthorized" failed once and "Spoilt" twice; "Limited" only if its retry was too early.
    // "Forbidden" was given up at once.
    long tooEarly = rateLimited();
    assertThat(sums("Count"))
        .containsAllEntriesOf(
            Map.ofEntries(
                Map.entry("AlertsNormalized{priority=P1, source=grafana}", 13 + postponed()),
                Map.entry("AlertsNormalized{priority=P1, source=cloudwatch}", 2L),
                Map.entry("AlertsNormalized{priority=P1, source=alertmanager}", 1L),
                Map.entry("AlertsNormalized{priority=P1, source=other}", 1L),
                Map.entry("AlertsRejected{}", 4L),
                Map.entry("AlertsIgnored{}", 1L),
                Map.entry("MessagesQuarantined{error=MessageTooBig}", 1L),
                Map.entry("AlertsDecided{action=CREATE, source=grafana}", 12 + tooEarly),
                Map.entry("AlertsDecided{action=CREATE, source=cloudwatch}", 1L),
                Map.entry("AlertsDecided{action=CREATE, source=alertmanager}", 1L),
                Map.entry("AlertsDecided{action=CREATE, source=other}", 1L),
                Map.entry("AlertsDecided{action=COMMENT, source=grafana}", 3L),
                Map.entry("AlertsDecided{action=CLOSE, source=grafana}", 1L),
                Map.entry("AlertsDecided{action=CLOSE, source=cloudwatch}", 1L),
                Map.entry("AlertsDecided{action=SKIP_STALE, source=grafana}", 1L),
                Map.entry("AlertsDecided{action=SKIP_MANUAL_CLOSE, source=grafana}", 2L),
                Map.entry("AlertsDecided{action=REJECT, source=grafana}", 3L),
                Map.entry("AlertsDecided{action=GIVE_UP, source=grafana}", 1L),
                Map.entry("ActionsGivenUp{action=CREATE}", 1L),
                Map.entry("GitHubActions{action=create, result=rejected}", 1L),
                Map.entry("GitHubActions{action=create, result=unavailable}", 2L),
                Map.entry("GitHubActions{action=comment, result=manually_closed}", 2L),
                Map.entry("GitHubFailures{kind=rejected}", 1L),
                Map.entry("GitHubFailures{kind=no_access}", 3L),
                Map.entry("GitHubFailures{kind=unavailable}", 2L),
                Map.entry("OutcomesRecorded{action=CREATE, outcome=failed, result=released}", 4L),
                Map.entry(
                    "OutcomesRecorded{action=CREATE, outcome=rate_limited, result=released}",
                    tooEarly),
                Map.entry("DecisionReasons{action=CREATE, reason=FIRST_FIRING}", 12L),
                Map.entry(
                    "OutcomesRecorded{action=COMMENT, outcome=manually_closed, result=settled}",
                    2L)));
  }

  @Test
  void metrics_agree_with_the_counts_of_the_other_side() {
    Map<String, Long> sums = sums("Count");
    assertThat(sums)
        .containsEntry("MessagesStarted{}", deliveries() - 1L) // one was too large to start
        .containsEntry("MessagesFailed{reason=execution_failed}", failed())
        .containsEntry("MessagesPostponed{}", postponed())
        .containsEntry("GitHubActions{action=create, result=rate_limited}", rateLimited())
        .containsEntry("GitHubFailures{kind=rate_limited}", rateLimited())
        .containsEntry("GitHubActions{action=create, result=done}", (long) issues())
        .containsEntry("GitHubActions{action=close, result=done}", closedByUs())
        .containsEntry("GitHubActions{action=comment, result=done}", comments() - closedByUs());
    assertThat(only("GitHubRequests"))
        .isEqualTo(
            run.gitHub().statuses().stream()
                .collect(
                    groupingBy(
                        status -> "GitHubRequests{status=%dxx}".formatted(status / 100),
                        TreeMap::new,
                        counting())));
    assertThat(only("RequestsRefused"))
        .isEqualTo(
            run.senders().responses().stream()
                .filter(response -> Set.of(400, 413, 415).contains(response.status()))
                .collect(
                    groupingBy(
                        response -> "RequestsRefused{status=%d}".formatted(response.status()),
                        TreeMap::new,
                        counting())));
    assertThat(only("WebhookRequests"))
        .isEqualTo(
            run.senders().responses().stream()
                .collect(
                    groupingBy(
                        response ->
                            "WebhookRequests{source=%s, status=%d}"
                                .formatted(response.source(), response.status()),
                        TreeMap::new,
                        counting())));
  }

  @Test
  void each_duration_is_logged_once_and_is_shorter_than_the_run() {
    long handled = run.stack().stack().journal().events(MessageHandled.class).size();
    long longest = Duration.between(run.startedAt(), lastTime()).toMillis();

    assertThat(values("MessageLatency")).hasSize((int) handled).allMatch(ms -> ms <= longest);
    assertThat(values("FailedMessageAge"))
        .hasSize(Math.toIntExact(failed()))
        .allMatch(ms -> ms <= longest);
    // One per create, comment and close that was done; comments have no latency from the
    // occurrence.
    assertThat(values("AlertLatency")).hasSize(issues() + 3).allMatch(ms -> ms <= longest);
    assertThat(values("AlertLatencyFromOccurrence")).hasSize(issues() + 2);
    assertThat(metrics)
        .filteredOn(metric -> metric.unit().equals("Milliseconds"))
        .extracting(EmbeddedMetric::name)
        .containsOnly(
            "MessageLatency", "FailedMessageAge", "AlertLatency", "AlertLatencyFromOccurrence");
  }

  @Test
  void every_metric_with_an_alarm_occurs_in_a_run() throws Exception {
    String alarms = Files.readString(Project.root().resolve("infra/alarms.tf"));
    Set<String> watched =
        ALARM.matcher(alarms).results().map(found -> found.group(1)).collect(toSet());

    assertThat(watched).hasSizeGreaterThanOrEqualTo(6);
    assertThat(metrics.stream().map(EmbeddedMetric::name).collect(toSet())).containsAll(watched);
  }

  private Map<String, Long> sums(String unit) {
    return metrics.stream()
        .filter(metric -> metric.unit().equals(unit))
        .collect(groupingBy(EmbeddedMetric::key, TreeMap::new, summingLong(EmbeddedMetric::value)));
  }

  private Map<String, Long> only(String metric) {
    Map<String, Long> sums = sums("Count");
    sums.keySet().removeIf(key -> !key.startsWith(metric + "{"));
    return sums;
  }

  private List<Long> values(String metric) {
    return metrics.stream()
        .filter(each -> each.name().equals(metric))
        .map(EmbeddedMetric::value)
        .toList();
  }

  private int deliveries() {
    return run.stack().stack().journal().events(MessageHandled.class).size()
        + run.stack().stack().journal().events(MessageFailed.class).size();
  }

  private long failed() {
    return run.stack().stack().journal().events(MessageFailed.class).size() - postponed();
  }

  /**
   * Two events found the issue closed, one action was about to be given up, and some retries were
   * too early.
   */
  private long postponed() {
    return 3 + rateLimited();
  }

  /** {@return the number of 429 responses} */
  private long rateLimited() {
    return run.gitHub().statuses().stream().filter(status -> status == 429).count();
  }

  private int issues() {
    return run.fake().issues(LocalGitHub.REPO).size();
  }

  private long closedByUs() {
    return run.fake().issues(LocalGitHub.REPO).stream()
        .filter(issue -> !issue.status().open())
        .filter(issue -> !issue.title().contains("] By hand"))
        .count();
  }

  private long comments() {
    return run.fake().issues(LocalGitHub.REPO).stream()
        .mapToLong(issue -> run.fake().comments(LocalGitHub.REPO, issue.number()).size())
        .sum();
  }

  private Instant lastTime() {
    return Instant.parse(lines.getLast().path("timestamp").asText()).plusSeconds(1);
  }
}
