package org.pytorch.alerting.github.rest;

import java.net.URI;
import java.time.InstantSource;
import org.pytorch.alerting.github.http.ApiSession;
import org.pytorch.alerting.github.http.GitHubCalls;
import org.pytorch.alerting.github.http.GitHubTransport;
import org.pytorch.alerting.github.http.RequestRate;
import org.pytorch.alerting.github.http.TokenSource;
import org.pytorch.alerting.github.http.Usage;
import org.pytorch.alerting.github.issue.GitHubIssues;
import org.pytorch.alerting.github.issue.TimeBudget;
import org.pytorch.alerting.runtime.Log;

/** Everything that an instance of the function keeps between invocations. */
public final class GitHubConnection {
  private final URI api;
  private final GitHubTransport transport;
  private final TokenSource tokens;
  private final RequestRate rate;
  private final InstantSource clock;
  private final Log log;
  private final KnownLabels knownLabels = new KnownLabels();

  /**
   * @param api the API's address, without a trailing slash
   */
  public GitHubConnection(
      URI api,
      GitHubTransport transport,
      TokenSource tokens,
      RequestRate rate,
      InstantSource clock,
      Log log) {
    this.api = api;
    this.transport = transport;
    this.tokens = tokens;
    this.rate = rate;
    this.clock = clock;
    this.log = log;
  }

  /** {@return GitHub's issues for one invocation with the budget {@code time}} */
  public GitHubIssues open(TimeBudget time, Usage usage) {
    ApiSession session = new ApiSession(transport, rate, time, clock, usage);
    return new GitHubIssuesOverHttp(new GitHubCalls(api, session, tokens), knownLabels, log);
  }
}
