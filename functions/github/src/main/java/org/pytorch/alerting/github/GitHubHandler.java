package org.pytorch.alerting.github;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pytorch.alerting.github.action.DryRun;
import org.pytorch.alerting.github.action.IssueActions;
import org.pytorch.alerting.github.auth.GitHubApp;
import org.pytorch.alerting.github.auth.SecretStore;
import org.pytorch.alerting.github.auth.SecretsManagerStore;
import org.pytorch.alerting.github.http.ApacheTransport;
import org.pytorch.alerting.github.http.GitHubTransport;
import org.pytorch.alerting.github.http.RequestRate;
import org.pytorch.alerting.github.http.Usage;
import org.pytorch.alerting.github.issue.ActionRequest;
import org.pytorch.alerting.github.issue.TimeBudget;
import org.pytorch.alerting.github.render.CommentText;
import org.pytorch.alerting.github.render.GitHubLinks;
import org.pytorch.alerting.github.render.IssueText;
import org.pytorch.alerting.github.render.TimeText;
import org.pytorch.alerting.github.rest.GitHubConnection;
import org.pytorch.alerting.model.action.Outcome;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.runtime.Deadline;
import org.pytorch.alerting.runtime.Host;
import org.pytorch.alerting.runtime.Log;
import org.pytorch.alerting.runtime.Pause;
import org.pytorch.alerting.runtime.Priming;
import org.pytorch.alerting.runtime.Restorable;

/** The function's edge: takes an {@link ActionRequest}, returns an {@link Outcome}. */
public final class GitHubHandler implements RequestStreamHandler {
  /** The least time left of the execution: one invocation and then recording, each with retries. */
  public static final Duration TIME_NEEDED = Duration.ofSeconds(60);

  private final GitHubSettings settings;
  private final Host host;
  private final Pause pause;
  private final Log log;
  private final ActionReport report;
  private final IssueText issueText;
  private final CommentText commentText;
  private final DryRun dryRun;
  private final Optional<Restorable<GitHubConnection>> connection;

  /** Reads the process's variables, and prepares for a snapshot of the process. */
  public GitHubHandler() {
    this(Wiring.of(Host.system()));
    Priming.beforeSnapshot(new GitHubRehearsal(), Log.of("github", Host.system()));
  }

  /**
   * @throws IllegalStateException if a variable of the host is missing or malformed
   */
  public GitHubHandler(Wiring wiring) {
    this.host = wiring.host();
    this.settings = GitHubSettings.of(host.environment());
    this.pause = wiring.pause();
    this.log = Log.of("github", host);
    GitHubLinks links = GitHubLinks.ofApi(settings.api());
    this.report = new ActionReport(log, host.clock());
    TimeText times = settings.displayTimeZone().map(TimeText::inUtcAnd).orElseGet(TimeText::inUtc);
    this.issueText =
        new IssueText(
            new IssueText.Settings(links, times, settings.docs(), settings.executionPage()));
    this.commentText = new CommentText(links, times);
    this.dryRun = new DryRun(issueText, commentText, log);
    // When disabled it needs no client and no credentials: there may be no App yet.
    this.connection =
        settings.enabled()
            ? Optional.of(
                Restorable.of(() -> connect(wiring.transport().get(), wiring.secrets().get())))
            : Optional.empty();
  }

  /**
   * What the function works with.
   *
   * @param transport builds one, now and again after each restore; not called while the function is
   *     switched off
   * @param secrets likewise
   */
  public record Wiring(
      Host host, Supplier<GitHubTransport> transport, Supplier<SecretStore> secrets, Pause pause) {
    /** {@return the wiring that the host's variables ask for} */
    public static Wiring of(Host host) {
      return new Wiring(
          host,
          ApacheTransport::new,
          () -> SecretsManagerStore.of(host.environment()),
          realPause());
    }
  }

  /** An interrupted invocation is being stopped: nothing may be written after it. */
  static Pause realPause() {
    return Pause.real(
        () ->
            new GitHubNotAskedException("stopped while waiting; the message will be redelivered"));
  }

  private GitHubConnection connect(GitHubTransport transport, SecretStore secrets) {
    return new GitHubConnection(
        settings.api(),
        transport,
        new GitHubApp(secrets, settings.secretId().orElseThrow()),
        new RequestRate(settings.requestsPerSecond(), host.clock(), pause),
        host.clock(),
        log);
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, @Nullable Context context) {
    Json.write(output, handle(Json.read(input, ActionRequest.class)));
  }

  /**
   * Carries out {@code request}.
   *
   * @throws GitHubException if it failed, as {@link IssueActions#carryOut} does
   * @throws org.pytorch.alerting.runtime.DeadlineExceededException if the execution is nearly over
   */
  public Outcome handle(ActionRequest request) {
    TimeBudget time = TimeBudget.start(host.clock(), pause);
    Usage usage = new Usage();
    return report.of(
        request,
        usage,
        () -> {
          Deadline.ofExecution(request.executionStartedAt())
              .require(TIME_NEEDED, host.clock().instant());
          return connection
              .map(github -> carryOut(github.get(), request, time, usage))
              .orElseGet(() -> dryRun.log(request));
        });
  }

  /** A rate limit is not a failure: the action waits for its end and is then carried out. */
  private Outcome carryOut(
      GitHubConnection github, ActionRequest request, TimeBudget time, Usage usage) {
    try {
      return new IssueActions(
              github.open(time, usage), time, issueText, commentText, log, settings.searchUnknown())
          .carryOut(request);
    } catch (GitHubAccessException e) {
      throw refusedIfRouted(request, e);
    } catch (GitHubRateLimitedException e) {
      return Outcome.rateLimited(e.retryAt(), String.valueOf(e.getMessage()));
    }
  }

  /**
   * {@return a permanent refusal if a policy chose a repository on which the App is not installed}
   *
   * <p>Other repositories are fine, so waiting for an operator would only keep the alert's claim.
   */
  private static GitHubException refusedIfRouted(ActionRequest request, GitHubAccessException e) {
    return request
        .event()
        .routing()
        .filter(_ -> e.isAboutRepository())
        .<GitHubException>map(
            routing ->
                new GitHubRejectedException(
                    "%s; the policy's route \"%s\" chose %s"
                        .formatted(e.getMessage(), routing.route(), request.claim().repository())))
        .orElse(e);
  }
}
