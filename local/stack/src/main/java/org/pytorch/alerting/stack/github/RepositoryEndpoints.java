package org.pytorch.alerting.stack.github;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.pytorch.alerting.model.Json;

/** Repositories as their owners change them, and what a caller can ask about itself. */
final class RepositoryEndpoints {
  private final GitHubState state;
  private final Rendering rendering;
  private final PrimaryLimit limit;

  RepositoryEndpoints(GitHubState state, Rendering rendering, PrimaryLimit limit) {
    this.state = state;
    this.rendering = rendering;
    this.limit = limit;
  }

  void addTo(Router router) {
    router
        .inRepository("GET", "", Access.METADATA_READ, this::get)
        .inRepository("PATCH", "", Access.ADMINISTRATION_WRITE, this::update)
        .inRepository("DELETE", "", Access.ADMINISTRATION_WRITE, this::delete)
        .global("GET", "/user", Access.ANYBODY, this::user)
        .global("GET", GitHubApi.RATE_LIMIT, Access.ANYBODY, this::rateLimit);
  }

  private GitHubAnswer get(GitHubRequest request) {
    return GitHubAnswer.json(200, rendering.repository(request.repository(), request.version()));
  }

  private GitHubAnswer update(GitHubRequest request) {
    JsonBody json = request.json();
    Repository repository = request.repository();
    Optional<Boolean> archived = json.flag("archived");
    Optional<Boolean> issues = json.flag("has_issues");
    json.text("name").ifPresent(name -> state.rename(repository, name));
    archived.ifPresent(repository::archive);
    issues.ifPresent(repository::enableIssues);
    return get(request);
  }

  private GitHubAnswer delete(GitHubRequest request) {
    state.remove(request.repository());
    return GitHubAnswer.empty(204);
  }

  private GitHubAnswer user(GitHubRequest request) {
    if (!(request.caller() instanceof Caller.Somebody somebody)) {
      throw Refusal.of(403, "Resource not accessible by integration");
    }
    return GitHubAnswer.json(200, rendering.account(somebody.person().account()));
  }

  /** The second API version leaves out {@code rate}, which said the same again. */
  private GitHubAnswer rateLimit(GitHubRequest request) {
    PrimaryLimit.Status status =
        limit.status(request.caller(), state.rules().limits(), request.now());
    ObjectNode core =
        Json.mapper()
            .createObjectNode()
            .put("limit", status.limit())
            .put("used", status.used())
            .put("remaining", status.remaining())
            .put("reset", status.resetEpochSecond());
    ObjectNode json = Json.mapper().createObjectNode();
    json.putObject("resources").set("core", core);
    if (request.version().equals(ApiVersions.DEFAULT)) {
      json.set("rate", core);
    }
    return GitHubAnswer.json(200, json);
  }
}
