package org.pytorch.alerting.fakegithub.endpoint;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pytorch.alerting.fakegithub.auth.Access;
import org.pytorch.alerting.fakegithub.auth.Caller;
import org.pytorch.alerting.fakegithub.auth.InstallationTokens;
import org.pytorch.alerting.fakegithub.call.ApiVersions;
import org.pytorch.alerting.fakegithub.call.CallResponse;
import org.pytorch.alerting.fakegithub.call.GitHubCall;
import org.pytorch.alerting.fakegithub.call.Refusal;
import org.pytorch.alerting.fakegithub.data.GitHubState;
import org.pytorch.alerting.fakegithub.data.LabelStore;
import org.pytorch.alerting.fakegithub.data.Repository;
import org.pytorch.alerting.fakegithub.data.Sha256;
import org.pytorch.alerting.fakegithub.limit.PrimaryLimit;
import org.pytorch.alerting.fakegithub.limit.SecondaryLimits;
import org.pytorch.alerting.fakegithub.route.Profiles;
import org.pytorch.alerting.fakegithub.route.Rendering;
import org.pytorch.alerting.fakegithub.route.Route;
import org.pytorch.alerting.fakegithub.route.RoutedCall;
import org.pytorch.alerting.fakegithub.route.Router;

/** The checks of every request before its endpoint, in GitHub's order. */
public final class GitHubApi {
  /** Reading the limit does not count towards it. */
  static final String RATE_LIMIT = "/rate_limit";

  /** The version and the media type of every response; others, such as HTML, are not supported. */
  private static final String MEDIA_TYPE = "github.v3; format=json";

  private final GitHubState state;
  private final Rendering rendering;
  private final PrimaryLimit primary = new PrimaryLimit();
  private final SecondaryLimits secondary = new SecondaryLimits();
  private final Router router = new Router();
  private long responses;

  public GitHubApi(GitHubState state, InstallationTokens tokens) {
    this.state = state;
    Profiles profiles = new Profiles(state.settings());
    this.rendering = new Rendering(state.settings(), profiles);
    IssueFinder finder = new IssueFinder(rendering);
    LabelStore labels = new LabelStore(state);
    new IssueEndpoints(state, rendering, finder, labels).addTo(router);
    new CommentEndpoints(state, rendering, finder).addTo(router);
    new LabelEndpoints(rendering, finder, labels).addTo(router);
    new AppEndpoints(state, rendering, profiles, tokens).addTo(router);
    new RepositoryEndpoints(state, rendering, profiles, primary).addTo(router);
  }

  /** {@return the response to {@code call}; its effect happens at {@code now}} */
  public CallResponse handle(GitHubCall call, Caller caller, Instant now) {
    CallResponse response;
    try {
      response = attempt(call, caller, now);
    } catch (Refusal refusal) {
      response = refusal.response().documented(documentation(call));
    }
    return response.withHeaders(headers(call, caller, now));
  }

  /** {@return the headers of every response} */
  public Map<String, String> headers(GitHubCall call, Caller caller, Instant now) {
    responses++;
    Map<String, String> headers =
        new HashMap<>(primary.headers(caller, state.rules().limits(), now));
    headers.put("x-github-media-type", MEDIA_TYPE);
    headers.put("x-github-request-id", "FAKE:%012X".formatted(responses));
    headers.put(
        "x-github-api-version-selected",
        call.header(ApiVersions.HEADER).orElse(ApiVersions.DEFAULT));
    return headers;
  }

  /** {@return the documentation URL of the endpoint of {@code call}} */
  public String documentation(GitHubCall call) {
    try {
      return router
          .find(call.method(), call.path())
          .map(match -> match.route().documentation())
          .orElse(Refusal.GENERAL);
    } catch (Refusal unreadable) {
      return Refusal.GENERAL;
    }
  }

  /** {@return the supported operations, such as {@code GET /repos/{owner}/{repo}}} */
  public List<String> operations() {
    return router.routes().stream().map(Route::operation).toList();
  }

  public long limitBreaches() {
    return secondary.breaches();
  }

  public void reset() {
    primary.reset();
    secondary.reset();
  }

  private CallResponse attempt(GitHubCall call, Caller caller, Instant now) {
    requireUserAgent(call);
    ApiVersions.require(call, state.rules());
    Router.Match match = router.find(call.method(), call.path()).orElseThrow(Refusal::notFound);
    if (caller instanceof Caller.Nobody nobody) {
      throw nobody.refusal();
    }
    if (!call.path().equals(RATE_LIMIT)) {
      primary.count(caller, state.rules().limits(), now);
      secondary.count(caller, match.route(), state.rules().limits(), now);
    }
    Optional<Repository> repository = match.repository().map(name -> find(name, call, caller));
    RoutedCall request = new RoutedCall(call, caller, now, match.variables(), repository);
    requireAllowed(match.route(), request);
    repository.ifPresent(target -> requireAllowed(match.route(), request, target));
    return tagged(request, match.route().handler().handle(request));
  }

  private void requireAllowed(Route route, RoutedCall request) {
    if (state.suspended() && request.isByApp()) {
      throw Refusal.of(403, "This installation has been suspended");
    }
    route.access().require(request.caller());
  }

  private static void requireAllowed(Route route, RoutedCall request, Repository target) {
    route.access().require(request.caller(), target);
    boolean changes = route.access().writes() && route.access() != Access.ADMINISTRATION_WRITE;
    if (changes && target.archived()) {
      throw Refusal.of(403, "Repository was archived so is read-only.");
    }
  }

  /** A private repository that the caller may not see is not found; a former name redirects. */
  private Repository find(Router.RepositoryName name, GitHubCall call, Caller caller) {
    Optional<Repository> current = name.isId() ? byId(name.text()) : state.repository(name.text());
    if (current.isPresent()) {
      return current.filter(caller::sees).orElseThrow(Refusal::notFound);
    }
    Repository renamed =
        state.renamedFrom(name.text()).filter(caller::sees).orElseThrow(Refusal::notFound);
    throw Refusal.moved(call.method(), rendering.urlById(renamed) + afterName(call));
  }

  /** The part of the target after {@code /repos/owner/name}. */
  private static String afterName(GitHubCall call) {
    String[] parts = call.path().split("/", 5);
    String path = parts.length < 5 ? "" : "/" + parts[4];
    return call.query().isEmpty() ? path : path + "?" + call.query();
  }

  private Optional<Repository> byId(String id) {
    try {
      return state.repository(Long.parseLong(id));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /**
   * Adds an ETag. If the caller already has the same version, the response is a 304, which does not
   * count towards the limit.
   */
  private CallResponse tagged(RoutedCall request, CallResponse response) {
    if (response.status() >= 300 || response.body().isEmpty()) {
      return response;
    }
    String tag = "W/\"%s\"".formatted(Sha256.hex(response.body()));
    boolean unchanged = request.call().header("if-none-match").map(tag::equals).orElse(false);
    if (unchanged && request.call().method().equals("GET")) {
      primary.refund(request.caller(), request.now());
      return CallResponse.empty(304).withHeader("etag", tag);
    }
    return response.withHeader("etag", tag);
  }

  private static void requireUserAgent(GitHubCall call) {
    if (call.header("user-agent").map(String::isBlank).orElse(true)) {
      throw new Refusal(
          CallResponse.text(
              403,
              "text/html; charset=utf-8",
              "Request forbidden by administrative rules. Please make sure your request has a"
                  + " User-Agent header.\n"));
    }
  }
}
