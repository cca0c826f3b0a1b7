package org.pytorch.alerting.fakegithub.endpoint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;
import org.pytorch.alerting.fakegithub.auth.Access;
import org.pytorch.alerting.fakegithub.auth.Caller;
import org.pytorch.alerting.fakegithub.auth.InstallationToken;
import org.pytorch.alerting.fakegithub.auth.InstallationTokens;
import org.pytorch.alerting.fakegithub.auth.TokenScope;
import org.pytorch.alerting.fakegithub.call.CallResponse;
import org.pytorch.alerting.fakegithub.call.Refusal;
import org.pytorch.alerting.fakegithub.data.GitHubState;
import org.pytorch.alerting.fakegithub.data.Repository;
import org.pytorch.alerting.fakegithub.route.Profiles;
import org.pytorch.alerting.fakegithub.route.Rendering;
import org.pytorch.alerting.fakegithub.route.RoutedCall;
import org.pytorch.alerting.fakegithub.route.Router;
import org.pytorch.alerting.model.json.Json;

/** The App, its installation and the installation's tokens. */
final class AppEndpoints {
  private final GitHubState state;
  private final Rendering rendering;
  private final Profiles profiles;
  private final InstallationTokens tokens;

  AppEndpoints(
      GitHubState state, Rendering rendering, Profiles profiles, InstallationTokens tokens) {
    this.state = state;
    this.rendering = rendering;
    this.profiles = profiles;
    this.tokens = tokens;
  }

  void addTo(Router router) {
    router
        .global(
            "GET", "/app", Access.APP_ITSELF, this::app, "rest/apps/apps#get-the-authenticated-app")
        .global(
            "GET",
            "/app/installations",
            Access.APP_ITSELF,
            this::installations,
            "enterprise-server@3.9/rest/apps/apps#list-installations-for-the-authenticated-app")
        .global(
            "GET",
            "/app/installations/{id}",
            Access.APP_ITSELF,
            this::byId,
            "rest/apps/apps#get-an-installation-for-the-authenticated-app")
        .global(
            "POST",
            "/app/installations/{id}/access_tokens",
            Access.APP_ITSELF,
            this::createToken,
            "rest/apps/apps#create-an-installation-access-token-for-an-app")
        .global(
            "DELETE",
            "/installation/token",
            Access.ANYBODY,
            this::revokeToken,
            "rest/apps/installations#revoke-an-installation-access-token")
        .inRepository(
            "GET",
            "/installation",
            Access.APP_ITSELF,
            this::ofRepository,
            "rest/apps/apps#get-a-repository-installation-for-the-authenticated-app");
  }

  private CallResponse app(RoutedCall request) {
    return CallResponse.json(200, profiles.self());
  }

  private CallResponse installations(RoutedCall request) {
    ArrayNode list = Json.mapper().createArrayNode();
    state.settings().owners().forEach(owner -> list.add(installation(request, owner)));
    return CallResponse.json(200, list);
  }

  private CallResponse byId(RoutedCall request) {
    return CallResponse.json(200, installation(request, owner(request)));
  }

  private CallResponse ofRepository(RoutedCall request) {
    return CallResponse.json(200, installation(request, request.repository().owner()));
  }

  private CallResponse createToken(RoutedCall request) {
    String owner = owner(request);
    if (state.suspended()) {
      throw Refusal.of(403, "This installation has been suspended");
    }
    InstallationToken token =
        tokens.mint(
            state.settings().installationId(owner),
            owner,
            isStateless(request),
            request.now(),
            request.second().plus(state.rules().tokenLifetime()),
            TokenScope.of(request.json(), state, owner));
    return CallResponse.json(201, token(token, request.version()));
  }

  private CallResponse revokeToken(RoutedCall request) {
    if (!(request.caller() instanceof Caller.Installation installation)) {
      throw Refusal.of(403, "Resource not accessible by personal access token");
    }
    tokens.revoke(installation.token());
    return CallResponse.empty(204);
  }

  private boolean isStateless(RoutedCall request) {
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
    json.set("permissions", Profiles.permissions(token.scope().permissions()));
    token.scope().repositoryIds().ifPresent(ids -> addRepositories(json, ids, version));
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

  private ObjectNode installation(RoutedCall request, String owner) {
    return profiles.installation(owner, state.suspended(), Rendering.time(request.now()));
  }

  /** {@return the owner whose installation the request names} */
  private String owner(RoutedCall request) {
    return state.settings().ownerOf(request.number("id")).orElseThrow(Refusal::notFound);
  }
}
