package org.pytorch.alerting.stack.github;

import static org.pytorch.alerting.stack.github.GitHubFixture.KEYS;
import static org.pytorch.alerting.stack.github.GitHubFixture.REPO;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pytorch.alerting.github.GitHubException;
import org.pytorch.alerting.github.GitHubHandler;
import org.pytorch.alerting.github.GitHubUnavailableException;
import org.pytorch.alerting.github.http.GitHubRequest;
import org.pytorch.alerting.github.http.GitHubResponse;
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
import org.pytorch.alerting.model.action.Decision;
import org.pytorch.alerting.model.action.IssueRef;
import org.pytorch.alerting.model.action.Outcome;
import org.pytorch.alerting.model.action.ReasonCode;
import org.pytorch.alerting.model.action.SentWindow;
import org.pytorch.alerting.runtime.Environment;
import org.pytorch.alerting.runtime.Host;
import org.pytorch.alerting.stack.GitHubTarget;
import org.pytorch.alerting.stack.github.call.CallResponse;
import org.pytorch.alerting.stack.github.call.GitHubCall;

/**
 * The production function on the fake GitHub, in virtual time, with the part of a row that it
 * needs: the alert's issue, and when a write may have been sent.
 */
final class FunctionOnGitHub {
  private static final Duration ONE_WAY = Duration.ofMillis(100);

  final GitHubFixture fixture;
  private final List<String> requests = new ArrayList<>();
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private String repo = REPO;
  private GitHubHandler handler;
  private Duration pageDelay = ONE_WAY;

  FunctionOnGitHub(GitHubFixture fixture) {
    this.fixture = fixture;
    this.handler = newHandler();
  }

  /** Starts a new instance of the function, for alerts of this repository. */
  void redeploy(String gitHubRepo) {
    repo = gitHubRepo;
    handler = newHandler();
  }

  private GitHubHandler newHandler() {
    String secret =
        new GitHubTarget(
                URI.create("https://api.github.com"),
                REPO,
                "812345",
                GitHubTarget.keyFile(KEYS.getPrivate().getEncoded()),
                Optional.empty(),
                Optional.empty())
            .secret();
    return new GitHubHandler(
        new Host(
            new Environment(
                Map.of("GITHUB_APP_SECRET_ID", "app", "GITHUB_REQUESTS_PER_SECOND", "1000")),
            fixture,
            new PrintStream(log, true, StandardCharsets.UTF_8)),
        this::send,
        _ -> Optional.of(secret),
        fixture::pass);
  }

  private GitHubResponse send(GitHubRequest request) throws IOException {
    String query = request.uri().getRawQuery();
    String target = request.uri().getRawPath() + (query == null ? "" : "?" + query);
    requests.add(request.method() + " " + target);
    CallResponse response =
        fixture.handle(
            new GitHubCall(request.method(), target, request.headers(), request.body().orElse("")));
    Duration delay = response.delay().plus(target.contains("per_page=100") ? pageDelay : ONE_WAY);
    if (delay.compareTo(request.timeout()) > 0) {
      fixture.pass(request.timeout());
      throw new SocketTimeoutException("Read timed out");
    }
    fixture.pass(delay);
    if (response.isLost()) {
      throw new SocketException("Connection reset");
    }
    return new GitHubResponse(response.status(), response.headers(), response.body());
  }

  void pageDelay(Duration duration) {
    pageDelay = duration;
  }

  /** {@return the requests since the last call, without those for labels and credentials} */
  List<String> requests() {
    List<String> lines =
        requests.stream()
            .filter(line -> !line.matches(".*(/labels|/installation|access_tokens| /app).*"))
            .toList();
    requests.clear();
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
        sent = Optional.of(SentWindow.covering(sent, new SentWindow(start, fixture.instant())));
        throw e;
      }
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
      return new ActionRequest(
          new Decision.Act(
              action,
              ReasonCode.STILL_FIRING,
              "test",
              Fingerprint.of(event),
              1,
              false,
              claim,
              Optional.empty(),
              issue,
              Optional.empty(),
              checked,
              now),
          event,
          Optional.empty(),
          now,
          Optional.empty(),
          "execution",
          now);
    }
  }
}
