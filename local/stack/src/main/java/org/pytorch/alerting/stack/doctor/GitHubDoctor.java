package org.pytorch.alerting.stack.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pytorch.alerting.github.GitHubException;
import org.pytorch.alerting.github.auth.GitHubApp;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.stack.github.OfflineApi;

/**
 * Checks what the github function needs: the App's id and key, its installation and permissions,
 * the repository. Reads only, except for a token of the installation. A check that depends on one
 * that failed is left out.
 */
public final class GitHubDoctor implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  /** An App's token is valid for ten minutes, and starts a minute ago. */
  private static final Duration MAX_SKEW = Duration.ofSeconds(30);

  private final String api;
  private final String repo;
  private final String secret;
  private final InstantSource clock;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final List<Finding> findings = new ArrayList<>();

  /**
   * @param api the address of GitHub's REST API
   * @param repo as {@code owner/name}
   * @param secret the text of the App's secret
   */
  public GitHubDoctor(URI api, String repo, String secret, InstantSource clock) {
    this.api = api.toString().replaceAll("/+$", "");
    this.repo = repo;
    this.secret = secret;
    this.clock = clock;
  }

  /** A response as JSON; an unreadable one has no fields. */
  private record Reply(int status, JsonNode json, Optional<Instant> date) {
    boolean isSuccess() {
      return status / 100 == 2;
    }

    String message() {
      return json.path("message").asText("no message");
    }
  }

  /** {@return what was found, in the order of the checks} */
  public List<Finding> examine() {
    findings.clear();
    try {
      credentials()
          .ifPresent(
              jwt -> installation(jwt).flatMap(id -> token(jwt, id)).ifPresent(this::repository));
    } catch (IOException e) {
      bad(
          "GitHub",
          "%s does not respond (%s)".formatted(api, e.getClass().getSimpleName()),
          "check GITHUB_API_URL, the network and the proxy");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      bad("GitHub", "the check was interrupted", "run it again");
    }
    return List.copyOf(findings);
  }

  /** {@return the App's own credentials, if GitHub accepts them} */
  private Optional<String> credentials() throws IOException, InterruptedException {
    Optional<String> signed = signed();
    if (signed.isEmpty()) {
      return Optional.empty();
    }
    Reply app = ask(get("/app", signed.get()));
    boolean onTime = clock(app);
    if (app.isSuccess()) {
      good(
          "App",
          "id and key match: %s (%s)"
              .formatted(app.json().path("slug").asText("?"), app.json().path("id").asText("?")));
      return signed;
    }
    bad(
        "App",
        "GitHub does not accept its id and key (%d, %s)".formatted(app.status(), app.message()),
        onTime
            ? "take both from one App's settings page; a deleted key is replaced by a new one there"
            : "set the clock first");
    return Optional.empty();
  }

  private Optional<String> signed() {
    OfflineApi offline = new OfflineApi(clock);
    try {
      // It signs a token for the request, and the request is made below.
      new GitHubApp(_ -> Optional.of(secret), "app").identity(offline);
    } catch (GitHubException e) {
      String message = String.valueOf(e.getMessage());
      bad(
          "key",
          message.substring(message.indexOf("not usable: ") + "not usable: ".length()),
          "it is the .pem file that GitHub gives out once, in base64: base64 -w0 app.pem");
      return Optional.empty();
    }
    good("key", "is an RSA key");
    return Optional.of(offline.token());
  }

  private boolean clock(Reply reply) {
    Optional<Duration> skew =
        reply.date().map(theirs -> Duration.between(theirs, clock.instant()).abs());
    if (skew.isEmpty()) {
      return true;
    }
    if (skew.get().compareTo(MAX_SKEW) > 0) {
      bad(
          "clock",
          "differs from GitHub's by %d s".formatted(skew.get().toSeconds()),
          "synchronise it (NTP); GitHub refuses tokens from the future and from the past");
      return false;
    }
    good("clock", "differs from GitHub's by %d s".formatted(skew.get().toSeconds()));
    return true;
  }

  /** {@return the id of the installation, if it may write issues} */
  private Optional<Long> installation(String jwt) {
    Reply reply = asked(get("/repos/" + repo + "/installation", jwt));
    if (!reply.isSuccess()) {
      bad(
          "installation",
          "the App is not installed on %s (%d)".formatted(repo, reply.status()),
          "install it there (App settings, Install App), or correct GITHUB_REPO");
      return Optional.empty();
    }
    JsonNode json = reply.json();
    if (json.hasNonNull("suspended_at")) {
      bad(
          "installation",
          "has been suspended since " + json.path("suspended_at").asText(),
          "unsuspend it in the owner's settings, Installed GitHub Apps");
      return Optional.empty();
    }
    good("installation", "of the App on " + repo);
    String issues = json.path("permissions").path("issues").asText("none");
    if (!issues.equals("write")) {
      bad(
          "permissions",
          "Issues: " + issues,
          "give the App 'Issues: read and write' in its settings, and accept that in the installation");
      return Optional.empty();
    }
    good("permissions", "Issues: write, which includes labels");
    return Optional.of(json.path("id").asLong());
  }

  /** {@return a token for the repository, with the permissions that the function asks for} */
  private Optional<String> token(String jwt, long installation) {
    Map<String, Object> narrowed =
        Map.of(
            "repositories",
            List.of(repo.substring(repo.indexOf('/') + 1)),
            "permissions",
            Map.of("issues", "write"));
    Reply reply =
        asked(
            get("/app/installations/%d/access_tokens".formatted(installation), jwt)
                .POST(BodyPublishers.ofString(Json.write(narrowed))));
    if (reply.isSuccess()) {
      return Optional.of(reply.json().path("token").asText());
    }
    bad(
        "token",
        "GitHub refuses one for %s (%d, %s)".formatted(repo, reply.status(), reply.message()),
        "add the repository to the installation (owner's settings, Installed GitHub Apps)");
    return Optional.empty();
  }

  private void repository(String token) {
    Reply reply = asked(get("/repos/" + repo, token));
    if (!reply.isSuccess()) {
      bad(
          "repository",
          "cannot be read (%d, %s)".formatted(reply.status(), reply.message()),
          "correct GITHUB_REPO; after a renaming it is the new name");
      return;
    }
    JsonNode json = reply.json();
    String name = json.path("full_name").asText(repo);
    if (name.equalsIgnoreCase(repo)) {
      good("repository", name);
    } else {
      bad("repository", "is called %s now".formatted(name), "set GITHUB_REPO to that");
    }
    if (json.path("archived").asBoolean(false)) {
      bad("archived", "the repository is read-only", "unarchive it, or choose another");
    }
    if (json.path("has_issues").asBoolean(true)) {
      good("Issues", "are enabled");
      labels(token);
    } else {
      bad("Issues", "are disabled", "enable them: repository settings, General, Features, Issues");
    }
  }

  private void labels(String token) {
    Reply reply = asked(get("/repos/%s/labels?per_page=1".formatted(repo), token));
    if (reply.isSuccess()) {
      good("labels", "can be read and, with Issues: write, created");
    } else {
      bad(
          "labels",
          "cannot be read (%d, %s)".formatted(reply.status(), reply.message()),
          "give the App 'Issues: read and write'");
    }
  }

  /** Later requests fail in the same ways, and a failure of the network is a finding of its own. */
  private Reply asked(HttpRequest.Builder request) {
    try {
      return ask(request);
    } catch (IOException e) {
      return new Reply(
          0, Json.mapper().createObjectNode().put("message", "no response"), Optional.empty());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Reply(
          0, Json.mapper().createObjectNode().put("message", "interrupted"), Optional.empty());
    }
  }

  private HttpRequest.Builder get(String path, String credentials) {
    return HttpRequest.newBuilder(URI.create(api + path))
        .timeout(TIMEOUT)
        .header("accept", "application/vnd.github+json")
        .header("x-github-api-version", "2022-11-28")
        .header("user-agent", "alert-pipeline-doctor")
        .header("authorization", "Bearer " + credentials);
  }

  private Reply ask(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
    return new Reply(
        response.statusCode(),
        json(response.body()),
        response.headers().firstValue("date").flatMap(GitHubDoctor::date));
  }

  private static JsonNode json(String text) {
    try {
      return Json.read(text, JsonNode.class);
    } catch (IllegalArgumentException e) {
      return Json.mapper().createObjectNode();
    }
  }

  private static Optional<Instant> date(String text) {
    try {
      return Optional.of(
          ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private void good(String what, String detail) {
    findings.add(Finding.good(what, detail));
  }

  private void bad(String what, String detail, String remedy) {
    findings.add(Finding.bad(what, detail, remedy));
  }

  @Override
  public void close() {
    http.close();
  }
}
