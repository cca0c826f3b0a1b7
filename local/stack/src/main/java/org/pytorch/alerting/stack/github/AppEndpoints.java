package org.pytorch.alerting.stack.github;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;
import org.pytorch.alerting.model.Json;

/** The App, its installation and the installation's tokens. */
final class AppEndpoints {
  private final GitHubState state;
  private final Rendering rendering;
  private final InstallationTokens tokens;

  AppEndpoints(GitHubState state, Rendering rendering, InstallationTokens tokens) {
    this.state = state;
    this.rendering = rendering;
    this.tokens = tokens;
  }

  void addTo(Router router) {
    router
        .global("GET", "/app", Access.APP_ITSELF, this::app)
        .global("GET", "/app/installations", Access.APP_ITSELF, this::installations)
        .global("GET", "/app/installations/{id}", Access.APP_ITSELF, this::byId)
        .global(
            "POST", "/app/installations/{id}/access_tokens", Access.APP_ITSELF, this::createToken)
        .global("DELETE", "/installation/token", Access.ANYBODY, this::revokeToken)
        .inRepository("GET", "/installation", Access.APP_ITSELF, this::ofRepository);
  }

  private GitHubAnswer app(GitHubRequest request) {
    ObjectNode json = rendering.app();
    json.set("permissions", rendering.permissions(state.settings().permissions()));
    json.putArray("events");
    json.put("installations_count", 1);
    return GitHubAnswer.json(200, json);
  }

  private GitHubAnswer installations(GitHubRequest request) {
    ArrayNode list = Json.mapper().createArrayNode();
    return GitHubAnswer.json(200, list.add(installation(request)));
  }

  private GitHubAnswer byId(GitHubRequest request) {
    requireInstallation(request);
    return GitHubAnswer.json(200, installation(request));
  }

  private GitHubAnswer ofRepository(GitHubRequest request) {
    return GitHubAnswer.json(200, installation(request));
  }

  private GitHubAnswer createToken(GitHubRequest request) {
    requireInstallation(request);
    if (state.suspended()) {
      throw Refusal.of(403, "This installation has been suspended");
    }
    TokenScope scope = TokenScope.of(request.json(), state);
    InstallationToken token =
        tokens.mint(
            isStateless(request),
            request.now(),
            request.second().plus(state.rules().tokenLifetime()),
            scope.repositoryIds(),
            scope.permissions());
    return GitHubAnswer.json(201, token(token, request.version()));
  }

  private GitHubAnswer revokeToken(GitHubRequest request) {
    if (!(request.caller() instanceof Caller.Installation installation)) {
      throw Refusal.of(403, "Resource not accessible by personal access token");
    }
    tokens.revoke(installation.token());
    return GitHubAnswer.empty(204);
  }

  private boolean isStateless(GitHubRequest request) {
    Optional<String> wanted = request.call().header("x-github-stateless-s2s-token");
    return wanted.map("enabled"::equals).orElse(state.rules().statelessTokens());
  }

  private ObjectNode token(InstallationToken token, String version) {
    ObjectNode json =
        Json.mapper()
            .createObjectNode()
            .put("token", token.text())
            .put("expires_at", Rendering.time(token.expiresAt()))
            .put("repository_selection", "selected");
    json.set("permissions", rendering.permissions(token.permissions()));
    token.repositoryIds().ifPresent(ids -> addRepositories(json, ids, version));
    return json;
  }

  private void addRepositories(ObjectNode json, Set<Long> ids, String version) {
    ArrayNode list = json.putArray("repositories");
    for (Repository repository : state.repositories()) {
      if (ids.contains(repository.id())) {
        list.add(rendering.repository(repository, version));
      }
    }
  }

  private ObjectNode installation(GitHubRequest request) {
    GitHubSettings settings = state.settings();
    String first = settings.repositories().getFirst();
    ObjectNode json =
        Json.mapper()
            .createObjectNode()
            .put("id", settings.installationId())
            .put("app_id", settings.app().id())
            .put("client_id", settings.app().clientId())
            .put("app_slug", settings.app().slug())
            .put("repository_selection", "selected")
            .put("target_type", "Organization");
    json.set("account", rendering.owner(first.substring(0, first.indexOf('/'))));
    json.set("permissions", rendering.permissions(settings.permissions()));
    json.putArray("events");
    return state.suspended()
        ? json.put("suspended_at", Rendering.time(request.now()))
        : json.putNull("suspended_at");
  }

  private void requireInstallation(GitHubRequest request) {
    if (request.number("id") != state.settings().installationId()) {
      throw Refusal.notFound();
    }
  }
}
