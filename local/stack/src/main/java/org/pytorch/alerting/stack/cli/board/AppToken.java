package org.pytorch.alerting.stack.cli.board;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.pytorch.alerting.github.auth.GitHubApp;
import org.pytorch.alerting.github.http.GitHubResponse;
import org.pytorch.alerting.github.http.TokenSource;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.stack.github.GitHubTarget;

/** The App's own token, for reading a real repository's issues. */
public final class AppToken implements TokenSource.AppApi, AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final GitHubTarget target;
  private final TokenSource tokens;
  private final HttpClient http = HttpClient.newHttpClient();

  public AppToken(GitHubTarget target) {
    this.target = target;
    this.tokens = new GitHubApp(_ -> Optional.of(target.secret()), "github-app");
  }

  /** {@return a token that is valid for at least a few minutes} */
  public String value() {
    return tokens.token(target.repo(), this);
  }

  @Override
  public GitHubResponse get(String path, String token) {
    return send(request(path, token));
  }

  @Override
  public GitHubResponse post(String path, Object json, String token) {
    return send(request(path, token).POST(BodyPublishers.ofString(Json.write(json))));
  }

  private HttpRequest.Builder request(String path, String token) {
    return HttpRequest.newBuilder(
            URI.create(target.apiUrl().toString().replaceAll("/+$", "") + path))
        .timeout(TIMEOUT)
        .header("accept", "application/vnd.github+json")
        .header("user-agent", "alert-pipeline-story")
        .header("authorization", "Bearer " + token);
  }

  private GitHubResponse send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
      return new GitHubResponse(response.statusCode(), Map.of(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException("GitHub does not respond", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public void close() {
    http.close();
  }
}
