package org.pytorch.alerting.github.auth;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.pytorch.alerting.github.GitHubNotAskedException;
import org.pytorch.alerting.github.http.AppIdentity;
import org.pytorch.alerting.github.http.GitHubFailures;
import org.pytorch.alerting.github.http.GitHubResponse;
import org.pytorch.alerting.github.http.TokenSource;
import org.pytorch.alerting.model.json.Json;

/**
 * Gets installation tokens for our GitHub App, each for one repository and for issues only, so that
 * a stolen one gives as little access as possible. Thread-safe; if two threads find no token at the
 * same time, both get one, which is harmless.
 */
public final class GitHubApp implements TokenSource {
  /** A token is not used in the last part of its hour, so that it does not expire during a call. */
  static final Duration UNUSED_END = Duration.ofMinutes(5);

  /** An App can be renamed, which changes its login. */
  static final Duration IDENTITY_KEPT_FOR = Duration.ofHours(1);

  private final AppSecrets secrets;
  private final AppJwt jwt = new AppJwt();
  private final Map<String, Long> installations = new ConcurrentHashMap<>();
  private final Map<String, Long> repositories = new ConcurrentHashMap<>();
  private final Map<String, Token> tokens = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable Known> known = new AtomicReference<>();

  /**
   * @param secretId the secret with the App's id and key
   */
  public GitHubApp(SecretStore store, String secretId) {
    this.secrets = new AppSecrets(store, secretId);
  }

  private record Token(String value, Instant usableUntil) {
    @Override
    public String toString() {
      return "Token[usableUntil=" + usableUntil + "]";
    }
  }

  private record Known(AppIdentity identity, Instant until) {}

  @Override
  public String token(String repo, AppApi api) {
    Token kept = tokens.get(repo);
    if (kept != null && api.now().isBefore(kept.usableUntil())) {
      return kept.value();
    }
    boolean lookedUpBefore = installations.containsKey(repo);
    Asked asked = askForToken(repo, api);
    if (asked.response().status() == 404 && lookedUpBefore) {
      // The App was uninstalled and installed again, which changes the installation's id.
      installations.remove(repo);
      asked = askForToken(repo, api);
    }
    if (asked.response().status() == 422) {
      // The repository was renamed, or moved to another owner: its id stays the same.
      installations.remove(repo);
      repositories.put(repo, repositoryId(repo, api));
      asked = askForToken(repo, api);
    }
    if (!asked.response().isSuccess()) {
      throw GitHubFailures.ofAccess(
          "POST " + asked.path(), asked.response(), tokenAdvice(repo, asked.response()));
    }
    JsonNode json = json(asked.path(), asked.response());
    Token token = readToken(asked.path(), json);
    tokens.put(repo, token);
    remember(repo, json.path("repositories"));
    return token.value();
  }

  /** A response, and the path of its request. */
  private record Asked(String path, GitHubResponse response) {}

  private Asked askForToken(String repo, AppApi api) {
    String path = tokenPath(repo, api);
    return new Asked(path, post(path, narrowed(repo), api));
  }

  /** A repository's name can change during the token's life; its id does not. */
  private void remember(String repo, JsonNode listed) {
    long id = listed.path(0).path("id").asLong(0);
    if (listed.size() == 1 && id > 0) {
      repositories.put(repo, id);
    }
  }

  /** Uses a token for all repositories of the installation that gives access to metadata only. */
  private long repositoryId(String repo, AppApi api) {
    String tokenPath = tokenPath(repo, api);
    GitHubResponse token = post(tokenPath, Map.of("permissions", Map.of("metadata", "read")), api);
    if (!token.isSuccess()) {
      throw GitHubFailures.ofAccess("POST " + tokenPath, token, tokenAdvice(repo, token));
    }
    String path = "/repos/" + repo;
    GitHubResponse response = api.get(path, readToken(tokenPath, json(tokenPath, token)).value());
    long id = response.isSuccess() ? json(path, response).path("id").asLong(0) : 0;
    if (id < 1) {
      throw GitHubFailures.ofAccess("GET " + path, response, notCovered(repo));
    }
    return id;
  }

  @Override
  public AppIdentity identity(AppApi api) {
    Known last = known.get();
    if (last != null && api.now().isBefore(last.until())) {
      return last.identity();
    }
    AppIdentity asked = askIdentity(api);
    if (asked.login().isPresent()) {
      known.set(new Known(asked, api.now().plus(IDENTITY_KEPT_FOR)));
      return asked;
    }
    // An old one is better than an incomplete one.
    return last == null ? asked : last.identity();
  }

  private AppIdentity askIdentity(AppApi api) {
    Set<String> ids = new HashSet<>(secrets.current(api.now()).secret().ids());
    try {
      String path = "/app";
      GitHubResponse response = get(path, api);
      JsonNode app = response.isSuccess() ? json(path, response) : Json.mapper().createObjectNode();
      for (String name : List.of("id", "client_id")) {
        Optional.of(app.path(name).asText("")).filter(id -> !id.isEmpty()).ifPresent(ids::add);
      }
      Optional<String> slug = Optional.of(app.path("slug").asText("")).filter(s -> !s.isEmpty());
      return new AppIdentity(ids, slug.map(text -> text + "[bot]"));
    } catch (GitHubNotAskedException e) {
      return new AppIdentity(ids, Optional.empty());
    }
  }

  @Override
  public void forget(String repo) {
    tokens.remove(repo);
    installations.remove(repo);
    forgetKey();
  }

  private void forgetKey() {
    secrets.forget();
    jwt.forget();
  }

  private Map<String, Object> narrowed(String repo) {
    Map<String, Object> permissions = Map.of("issues", "write");
    Long id = repositories.get(repo);
    return id != null
        ? Map.of("repository_ids", List.of(id), "permissions", permissions)
        : Map.of(
            "repositories",
            List.of(repo.substring(repo.indexOf('/') + 1)),
            "permissions",
            permissions);
  }

  private static String tokenAdvice(String repo, GitHubResponse response) {
    return response.status() == 422
        ? notCovered(repo)
        : keyAdvice(response)
            .orElse("check the App's installation on %s; it may be suspended".formatted(repo));
  }

  private static String notCovered(String repo) {
    return "the App's installation does not cover %s or has no 'Issues: write'; change that in the installation"
        .formatted(repo);
  }

  private static Optional<String> keyAdvice(GitHubResponse response) {
    return response.status() == 401
        ? Optional.of(
            "GitHub does not accept the App's key; check that github_app_id and"
                + " github_app_key_base64 in the secret belong together and that the key was not"
                + " deleted")
        : Optional.empty();
  }

  private String tokenPath(String repo, AppApi api) {
    Long kept = installations.get(repo);
    long installation = kept != null ? kept : lookUp(repo, api);
    return "/app/installations/" + installation + "/access_tokens";
  }

  private long lookUp(String repo, AppApi api) {
    String path = "/repos/" + repo + "/installation";
    GitHubResponse response = get(path, api);
    if (!response.isSuccess()) {
      String advice =
          keyAdvice(response)
              .orElse(
                  "install the App on %s, or fix GITHUB_REPO if that is not the repository"
                      .formatted(repo));
      throw GitHubFailures.ofAccess("GET " + path, response, advice);
    }
    long id = json(path, response).path("id").asLong(0);
    if (id < 1) {
      throw unreadable(path, "it has no id");
    }
    installations.put(repo, id);
    return id;
  }

  /** Makes a request as the App; if the key is refused, once more with the secret read again. */
  private GitHubResponse asApp(AppApi api, Function<String, GitHubResponse> request) {
    AppSecrets.Current current = secrets.current(api.now());
    GitHubResponse response = request.apply(jwt.of(current.secret(), api.now()));
    if (response.status() != 401 || current.fresh()) {
      return response;
    }
    forgetKey();
    return request.apply(jwt.of(secrets.current(api.now()).secret(), api.now()));
  }

  private GitHubResponse get(String path, AppApi api) {
    return asApp(api, token -> api.get(path, token));
  }

  private GitHubResponse post(String path, Object json, AppApi api) {
    return asApp(api, token -> api.post(path, json, token));
  }

  private static Token readToken(String path, JsonNode json) {
    String value = json.path("token").asText("");
    // Only checks that it fits a header; a token's length and format are up to GitHub.
    if (!value.matches("[A-Za-z0-9._~+/=-]+")) {
      throw unreadable(path, "it has no token");
    }
    try {
      Instant end = OffsetDateTime.parse(json.path("expires_at").asText("")).toInstant();
      return new Token(value, end.minus(UNUSED_END));
    } catch (DateTimeException e) {
      throw unreadable(path, "it has no expires_at");
    }
  }

  private static JsonNode json(String path, GitHubResponse response) {
    try {
      return Json.read(response.body(), JsonNode.class);
    } catch (IllegalArgumentException e) {
      // The parser's own message would quote the response, and with it the token.
      throw unreadable(path, "it is not JSON");
    }
  }

  private static GitHubNotAskedException unreadable(String path, String why) {
    return new GitHubNotAskedException("the response of " + path + " cannot be read: " + why);
  }
}
