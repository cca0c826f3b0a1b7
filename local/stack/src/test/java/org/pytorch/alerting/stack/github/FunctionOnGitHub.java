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
 * The production function over the fake GitHub, in virtual time, and as much of a row's memory as
 * it needs: which issue is the alert's, and when a write may have been sent.
 */
final class FunctionOnGitHub {
  private static final Duration ONE_WAY = Duration.ofMillis(100);

  final GitHubFixture fixture;
  private final List<String> asked = new ArrayList<>();
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private String repo = REPO;
  private GitHubHandler handler;
  private Duration pageTakes = ONE_WAY;

  FunctionOnGitHub(GitHubFixture fixture) {
    this.fixture = fixture;
    this.handler = newHandler();
  }

  /** Another instance of the function, which knows nothing, for alerts of this repository. */
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
    asked.add(request.method() + " " + target);
    CallResponse answer =
        fixture.handle(
            new GitHubCall(request.method(), target, request.headers(), request.body().orElse("")));
    Duration delay = answer.delay().plus(target.contains("per_page=100") ? pageTakes : ONE_WAY);
    if (delay.compareTo(request.timeout()) > 0) {
      fixture.pass(request.timeout());
      throw new SocketTimeoutException("Read timed out");
    }
    fixture.pass(delay);
    if (answer.isLost()) {
      throw new SocketException("Connection reset");
    }
    return new GitHubResponse(answer.status(), answer.headers(), answer.body());
  }

  void pageTakes(Duration duration) {
    pageTakes = duration;
  }

  /** {@return what was asked since the last time, without labels and credentials} */
  List<String> asked() {
    List<String> lines =
        asked.stream()
            .filter(line -> !line.matches(".*(/labels|/installation|access_tokens| /app).*"))
            .toList();
    asked.clear();
    return lines;
  }

  String log() {
    return log.toString(StandardCharsets.UTF_8);
  }

  /** {@return an alert that nobody has heard of yet} */
  Alert alert(String name) {
    return new Alert(name);
  }

  /** One alert and its row. */
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

    void knows(IssueRef other) {
      issue = Optional.of(other);
    }

    boolean checked() {
      return checked;
    }

    /** A first attempt. */
    Outcome does(AlertAction action) {
      events++;
      sent = Optional.empty();
      return again(action);
    }

    /** A later attempt at the same, by another execution. */
    Outcome again(AlertAction action) {
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

    /** {@return how many attempts it takes until one succeeds, each a while after the other} */
    int until(AlertAction action, Duration pause, int most) {
      for (int attempt = 1; attempt <= most; attempt++) {
        try {
          if (attempt == 1) {
            does(action);
          } else {
            again(action);
          }
          return attempt;
        } catch (GitHubException e) {
          fixture.pass(pause);
        }
      }
      throw new AssertionError("still failing after %d attempts%n%s".formatted(most, log()));
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
