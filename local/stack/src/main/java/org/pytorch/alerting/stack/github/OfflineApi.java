package org.pytorch.alerting.stack.github;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.pytorch.alerting.github.http.GitHubResponse;
import org.pytorch.alerting.github.http.TokenSource;

/**
 * A GitHub that is down, for looking at an App's credentials without a request: whoever asks it has
 * signed a token before.
 */
public final class OfflineApi implements TokenSource.AppApi {
  private static final GitHubResponse DOWN = new GitHubResponse(503, Map.of(), "{}");

  private final InstantSource clock;
  private volatile String token = "";

  public OfflineApi(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public GitHubResponse get(String path, String signed) {
    token = signed;
    return DOWN;
  }

  @Override
  public GitHubResponse post(String path, Object json, String signed) {
    token = signed;
    return DOWN;
  }

  @Override
  public Instant now() {
    return clock.instant();
  }

  /** {@return the token of the last request; empty if there was none} */
  public String token() {
    return token;
  }
}
