package org.pytorch.alerting.github.auth;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.pytorch.alerting.github.GitHubUnavailableException;
import org.pytorch.alerting.github.http.HttpAnswer;
import org.pytorch.alerting.github.http.Refusal;
import org.pytorch.alerting.github.http.TokenSource;
import org.pytorch.alerting.model.Json;

/**
 * Gets installation tokens for our GitHub App: each for one repository and for issues only, so that
 * a stolen one opens as little as possible. Safe for use by several threads; two that find no token
 * at the same time both get one, which is harmless.
 */
public final class GitHubApp implements TokenSource {
  /** A token is not used in the last part of its hour, so that it does not end under way. */
  static final Duration UNUSED_END = Duration.ofMinutes(5);

  private final AppSecrets secrets;
  private final Map<String, Long> installations = new ConcurrentHashMap<>();
  private final Map<String, Token> tokens = new ConcurrentHashMap<>();

  /**
   * @param secretId the secret that holds the App's id and key
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

  @Override
  public String token(String repo, AppApi api) {
    Token kept = tokens.get(repo);
    if (kept != null && api.now().isBefore(kept.usableUntil())) {
      return kept.value();
    }
    boolean lookedUpBefore = installations.containsKey(repo);
    String path = tokenPath(repo, api);
    HttpAnswer answer = ask(path, Optional.of(narrowed(repo)), api);
    if (answer.status() == 404 && lookedUpBefore) {
      // The App was removed and installed again, which gives the installation another id.
      installations.remove(repo);
      path = tokenPath(repo, api);
      answer = ask(path, Optional.of(narrowed(repo)), api);
    }
    if (!answer.isSuccess()) {
      throw Refusal.of("POST " + path, answer, tokenAdvice(repo, answer));
    }
    Token token = readToken(path, answer);
    tokens.put(repo, token);
    return token.value();
  }

  @Override
  public void forget(String repo) {
    tokens.remove(repo);
    installations.remove(repo);
    secrets.forget();
  }

  private static Map<String, Object> narrowed(String repo) {
    String name = repo.substring(repo.indexOf('/') + 1);
    return Map.of("repositories", List.of(name), "permissions", Map.of("issues", "write"));
  }

  private static String tokenAdvice(String repo, HttpAnswer answer) {
    return answer.status() == 422
        ? "the App's installation does not cover %s or has no 'Issues: write'; change that in the installation"
            .formatted(repo)
        : keyAdvice(answer)
            .orElse("check the App's installation on %s; it may be suspended".formatted(repo));
  }

  private static Optional<String> keyAdvice(HttpAnswer answer) {
    return answer.status() == 401
        ? Optional.of(
            "GitHub does not accept the App's key; check that github_app_id and"
                + " github_app_key_base64 in the secret belong together and that the key was not deleted")
        : Optional.empty();
  }

  private String tokenPath(String repo, AppApi api) {
    Long known = installations.get(repo);
    long installation = known != null ? known : lookUp(repo, api);
    return "/app/installations/" + installation + "/access_tokens";
  }

  private long lookUp(String repo, AppApi api) {
    String path = "/repos/" + repo + "/installation";
    HttpAnswer answer = ask(path, Optional.empty(), api);
    if (!answer.isSuccess()) {
      String advice =
          keyAdvice(answer)
              .orElse(
                  "install the App on %s, or mend GITHUB_REPO if that is not the repository"
                      .formatted(repo));
      throw Refusal.of("GET " + path, answer, advice);
    }
    long id = json(path, answer).path("id").asLong(0);
    if (id < 1) {
      throw unreadable(path, "it has no id");
    }
    installations.put(repo, id);
    return id;
  }

  /** Asks as the App; when the key is refused, once more with the secret read anew. */
  private HttpAnswer ask(String path, Optional<Object> json, AppApi api) {
    AppSecrets.Current current = secrets.current(api.now());
    HttpAnswer answer = api.ask(path, json, AppJwt.sign(current.secret(), api.now()));
    if (answer.status() != 401 || current.fresh()) {
      return answer;
    }
    secrets.forget();
    return api.ask(path, json, AppJwt.sign(secrets.current(api.now()).secret(), api.now()));
  }

  private static Token readToken(String path, HttpAnswer answer) {
    JsonNode json = json(path, answer);
    String value = json.path("token").asText("");
    // What would not go into a header; the length and the inner form of a token are GitHub's own.
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

  private static JsonNode json(String path, HttpAnswer answer) {
    try {
      return Json.read(answer.body(), JsonNode.class);
    } catch (IllegalArgumentException e) {
      // The parser's own message would quote the answer, and with it the token.
      throw unreadable(path, "it is not JSON");
    }
  }

  private static GitHubUnavailableException unreadable(String path, String why) {
    return new GitHubUnavailableException(path + " was answered, but cannot be read: " + why);
  }
}
