package org.pytorch.alerting.github;

import static org.pytorch.alerting.fakegithub.GitHubFixture.KEYS;
import static org.pytorch.alerting.fakegithub.GitHubFixture.REPO;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pytorch.alerting.fakegithub.GitHubFixture;
import org.pytorch.alerting.github.auth.SecretStore;
import org.pytorch.alerting.github.issue.ActionRequest;
import org.pytorch.alerting.github.issue.Marker;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.AlertEventBuilder;
import org.pytorch.alerting.model.AlertState;
import org.pytorch.alerting.model.EventId;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.Identity;
import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.Claim;
import org.pytorch.alerting.model.action.ClaimToken;
import org.pytorch.alerting.model.action.Outcome;
import org.pytorch.alerting.model.action.ReasonCode;
import org.pytorch.alerting.model.action.SentWindow;
import org.pytorch.alerting.model.route.Routing;
import org.pytorch.alerting.model.route.RoutingBuilder;
import org.pytorch.alerting.model.status.IssueRef;
import org.pytorch.alerting.runtime.Environment;
import org.pytorch.alerting.runtime.Host;

/**
 * The production function on the fake GitHub, in virtual time, with the part of a row that it
 * needs: the alert's issue, and when a write may have been sent.
 */
final class FunctionOnGitHub {
  private static final Duration ONE_WAY = Duration.ofMillis(100);

  final GitHubFixture fixture;
  private final FakeTransport transport;
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private String repo = REPO;
  private GitHubHandler handler;
  private Duration pageDelay = ONE_WAY;

  FunctionOnGitHub(GitHubFixture fixture) {
    this.fixture = fixture;
    this.transport =
        new FakeTransport(
            fixture::handle,
            fixture::pass,
            target -> target.contains("per_page=100") ? pageDelay : ONE_WAY);
    this.handler = newHandler();
  }

  /** Starts a new instance of the function, for alerts of this repository. */
  void redeploy(String gitHubRepo) {
    repo = gitHubRepo;
    handler = newHandler();
  }

  private GitHubHandler newHandler() {
    Host host =
        new Host(
            new Environment(
                Map.of("GITHUB_APP_SECRET_ID", "app", "GITHUB_REQUESTS_PER_SECOND", "1000")),
            fixture,
            new PrintStream(log, true, StandardCharsets.UTF_8));
    SecretStore secrets = _ -> Optional.of(TestKeys.secret(TestKeys.pkcs1(KEYS)));
    return new GitHubHandler(
        new GitHubHandler.Wiring(host, () -> transport, () -> secrets, fixture::pass));
  }

  void pageDelay(Duration duration) {
    pageDelay = duration;
  }

  /** {@return the requests since the last call, without those for labels and credentials} */
  List<String> requests() {
    List<String> lines =
        transport.requests().stream()
            .filter(line -> !line.matches(".*(/labels|/installation|access_tokens| /app).*"))
            .toList();
    transport.forgetRequests();
    return lines;
  }

  String log() {
    return log.toString(StandardCharsets.UTF_8);
  }

  /** {@return a new alert} */
  Alert alert(String name) {
    return new Alert(name);
  }

  final class Alert {
    private final AlertEvent event;
    private Optional<IssueRef> issue = Optional.empty();
    private Optional<SentWindow> sent = Optional.empty();
    private boolean checked;
    private int events;

    private Alert(String name) {
      this.event =
          new AlertEventBuilder()
              .providerVersion("1")
              .source("grafana")
              .state(AlertState.FIRING)
              .title(name)
              .priority(Priority.P1)
              .occurredAt(GitHubFixture.START)
              .teams(List.of("harbor"))
              .identity(new Identity(Optional.of("1"), Optional.empty(), Optional.of(name)))
              .build();
    }

    Marker marker() {
      return Marker.ofIssue(Fingerprint.of(event), 1);
    }

    Optional<IssueRef> issue() {
      return issue;
    }

    void setIssue(IssueRef other) {
      issue = Optional.of(other);
    }

    boolean checked() {
      return checked;
    }

    /** Makes the first attempt at a new event's action. */
    Outcome attempt(AlertAction action) {
      events++;
      sent = Optional.empty();
      return retry(action);
    }

    /** Retries the action in another execution. */
    Outcome retry(AlertAction action) {
      Instant start = fixture.instant();
      try {
        Outcome outcome = handler.handle(request(action, start));
        issue = outcome.issue().or(() -> issue);
        checked = outcome.checkedForDuplicates();
        sent = Optional.empty();
        return outcome;
      } catch (GitHubUnavailableException e) {
        SentWindow more = new SentWindow(start, fixture.instant());
        sent = Optional.of(sent.map(more::covering).orElse(more));
        throw e;
      }
    }

    /** Comments on a change to {@code priority} and {@code team}, whose route assigns a person. */
    Outcome attemptChange(Priority priority, String team, String assignee) {
      events++;
      Routing routing =
          RoutingBuilder.builder()
              .route(Routing.DEFAULTS)
              .assignees(Optional.of(List.of(assignee)))
              .build();
      AlertEvent changed =
          event.toBuilder()
              .priority(priority)
              .teams(List.of(team))
              .routing(Optional.of(routing))
              .build();
      ActionRequest request =
          TestAlerts.reporting(request(AlertAction.COMMENT, fixture.instant()), false, changed);
      return handler.handle(
          TestAlerts.changing(request, event.priority(), event.teams().toArray(String[]::new)));
    }

    /** {@return the number of attempts until one succeeds, with a pause after each} */
    int attemptsUntilDone(AlertAction action, Duration pause, int maxAttempts) {
      for (int attempt = 1; attempt <= maxAttempts; attempt++) {
        try {
          if (attempt == 1) {
            attempt(action);
          } else {
            retry(action);
          }
          return attempt;
        } catch (GitHubException e) {
          fixture.pass(pause);
        }
      }
      throw new AssertionError("still failing after %d attempts%n%s".formatted(maxAttempts, log()));
    }

    private ActionRequest request(AlertAction action, Instant now) {
      Claim claim =
          new Claim(
              EventId.of(event.title() + "-" + events, 0),
              now,
              new ClaimToken("x#0"),
              1,
              now,
              sent,
              repo);
      ActionRequest first = TestAlerts.request(action, event, issue);
      return first
          .with()
          .decision(
              first
                  .decision()
                  .with()
                  .code(ReasonCode.STILL_FIRING)
                  .claim(claim)
                  .checkedForDuplicates(checked)
                  .notBefore(now)
                  .build())
          .saidAt(now)
          .outcomeUnknown(Optional.empty())
          .executionId("execution")
          .executionStartedAt(now)
          .build();
    }
  }
}
