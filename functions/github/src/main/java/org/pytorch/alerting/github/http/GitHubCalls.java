package org.pytorch.alerting.github.http;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.pytorch.alerting.github.issue.TimeBudget;

/** The calls of one invocation, with the right credentials and to where things have moved. */
public final class GitHubCalls {
  /** For one page or one issue; most take a fraction of it. */
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

  /** {@return the address of {@code path} of the API; the path begins with a slash} */
  public URI uri(String path) {
    return URI.create(api + path);
  }

  public TimeBudget time() {
    return session.time();
  }

  /**
   * {@return whether a search may go on, and leaves time for the write that it is made for}
   *
   * @param next how long its next read will probably take
   */
  public boolean canSearchOn(Duration next) {
    return time().allows(TimeBudget.TO_WRITE.plus(next));
  }

  /** {@return who our App is, asked for once in an invocation at most} */
  public AppIdentity identity() {
    if (identity.isEmpty()) {
      identity = Optional.of(tokens.identity(new AppApi()));
    }
    return identity.get();
  }

  /**
   * {@return the answer to {@code call} on {@code repo}, whatever its status}
   *
   * <p>When GitHub refuses the token, everything kept for it is fetched anew, once.
   */
  public HttpAnswer once(String repo, ApiCall call) {
    AppApi app = new AppApi();
    HttpAnswer answer = session.send(call, "Bearer " + tokens.token(repo, app));
    if (answer.status() != 401) {
      return answer;
    }
    tokens.forget(repo);
    return session.send(call, "Bearer " + tokens.token(repo, app));
  }

  /** {@return as {@link #once}, but follows redirects} */
  public HttpAnswer following(String repo, ApiCall call) {
    return redirects.follow(call, next -> once(repo, next));
  }

  /** {@return {@code text} as an address, if it is one on the API's own host and port} */
  public Optional<URI> onSameHost(URI from, String text) {
    return redirects.onSameHost(from, text);
  }

  /** What the token source asks, signed by the App's key. */
  private final class AppApi implements TokenSource.AppApi {
    @Override
    public HttpAnswer ask(String path, Optional<Object> json, String jwt) {
      URI uri = uri(path);
      ApiCall call = json.map(body -> ApiCall.post(uri, body)).orElseGet(() -> ApiCall.get(uri));
      return redirects.follow(call, next -> session.send(next, "Bearer " + jwt));
    }

    @Override
    public Instant now() {
      return session.now();
    }
  }
}
