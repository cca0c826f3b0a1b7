package org.pytorch.alerting.github.http;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.pytorch.alerting.github.issue.TimeBudget;

/** The calls of one invocation, with the right credentials, following redirects. */
public final class GitHubCalls {
  /** For one page or one issue; most need a fraction of it. */
  public static final Duration TO_READ = Duration.ofSeconds(2);

  private final URI api;
  private final ApiSession session;
  private final TokenSource tokens;
  private final Redirects redirects;
  private Optional<AppIdentity> identity = Optional.empty();

  public GitHubCalls(URI api, ApiSession session, TokenSource tokens) {
    this.api = api;
    this.session = session;
    this.tokens = tokens;
    this.redirects = new Redirects(api);
  }

  /** {@return the address of {@code path} in the API; the path begins with a slash} */
  public URI uri(String path) {
    return URI.create(api + path);
  }

  public TimeBudget time() {
    return session.time();
  }

  /**
   * {@return whether a search may continue and still leave time for the write that follows}
   *
   * @param next the probable duration of its next read
   */
  public boolean canSearchOn(Duration next) {
    return time().allows(TimeBudget.TO_WRITE.plus(next));
  }

  /** {@return our App's identity, requested at most once per invocation} */
  public AppIdentity identity() {
    if (identity.isEmpty()) {
      identity = Optional.of(tokens.identity(new AppApi()));
    }
    return identity.get();
  }

  /**
   * {@return the response to {@code call} on {@code repo}, whatever its status}
   *
   * <p>If GitHub refuses the token, everything cached for it is fetched again, once.
   */
  public GitHubResponse once(String repo, ApiCall call) {
    AppApi app = new AppApi();
    GitHubResponse response = session.send(call, "Bearer " + tokens.token(repo, app));
    if (response.status() != 401) {
      return response;
    }
    tokens.forget(repo);
    return session.send(call, "Bearer " + tokens.token(repo, app));
  }

  /** {@return like {@link #once}, but follows redirects} */
  public GitHubResponse following(String repo, ApiCall call) {
    return redirects.follow(call, next -> once(repo, next));
  }

  /** {@return {@code text} as an address, if it is on the API's own host and port} */
  public Optional<URI> onSameHost(URI from, String text) {
    return redirects.onSameHost(from, text);
  }

  /** The token source's requests, signed with the App's key. */
  private final class AppApi implements TokenSource.AppApi {
    @Override
    public GitHubResponse get(String path, String token) {
      return send(ApiCall.get(uri(path)), token);
    }

    @Override
    public GitHubResponse post(String path, Object json, String token) {
      return send(ApiCall.post(uri(path), json), token);
    }

    private GitHubResponse send(ApiCall call, String token) {
      return redirects.follow(call, next -> session.send(next, "Bearer " + token));
    }

    @Override
    public Instant now() {
      return session.now();
    }
  }
}
