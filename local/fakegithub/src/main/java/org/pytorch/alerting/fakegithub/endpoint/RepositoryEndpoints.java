package org.pytorch.alerting.fakegithub.endpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.pytorch.alerting.fakegithub.auth.Access;
import org.pytorch.alerting.fakegithub.auth.Caller;
import org.pytorch.alerting.fakegithub.call.ApiVersions;
import org.pytorch.alerting.fakegithub.call.CallResponse;
import org.pytorch.alerting.fakegithub.call.JsonBody;
import org.pytorch.alerting.fakegithub.call.Refusal;
import org.pytorch.alerting.fakegithub.data.GitHubState;
import org.pytorch.alerting.fakegithub.data.Repository;
import org.pytorch.alerting.fakegithub.limit.PrimaryLimit;
import org.pytorch.alerting.fakegithub.route.Profiles;
import org.pytorch.alerting.fakegithub.route.Rendering;
import org.pytorch.alerting.fakegithub.route.RoutedCall;
import org.pytorch.alerting.fakegithub.route.Router;
import org.pytorch.alerting.model.json.Json;

/** Changes to repositories by their owners, and a caller's information about itself. */
final class RepositoryEndpoints {
  private static final int SEARCHES_PER_MINUTE = 30;

  private final GitHubState state;
  private final Rendering rendering;
  private final Profiles profiles;
  private final PrimaryLimit limit;

  RepositoryEndpoints(
      GitHubState state, Rendering rendering, Profiles profiles, PrimaryLimit limit) {
    this.state = state;
    this.rendering = rendering;
    this.profiles = profiles;
    this.limit = limit;
  }

  void addTo(Router router) {
    router
        .inRepository(
            "GET", "", Access.METADATA_READ, this::get, "rest/repos/repos#get-a-repository")
        .inRepository(
            "PATCH",
            "",
            Access.ADMINISTRATION_WRITE,
            this::update,
            "rest/repos/repos#update-a-repository")
        .inRepository(
            "DELETE",
            "",
            Access.ADMINISTRATION_WRITE,
            this::delete,
            "rest/repos/repos#delete-a-repository")
        .global(
            "GET",
            "/user",
            Access.ANYBODY,
            this::user,
            "rest/users/users#get-the-authenticated-user")
        .global(
            "GET",
            GitHubApi.RATE_LIMIT,
            Access.ANYBODY,
            this::rateLimit,
            "rest/rate-limit/rate-limit#get-rate-limit-status-for-the-authenticated-user");
  }

  private CallResponse get(RoutedCall request) {
    return CallResponse.json(
        200, rendering.fullRepository(request.repository(), request.version()));
  }

  private CallResponse update(RoutedCall request) {
    JsonBody json = request.json();
    Repository repository = request.repository();
    Optional<Boolean> archived = json.flag("archived");
    Optional<Boolean> issues = json.flag("has_issues");
    json.text("name").ifPresent(name -> state.rename(repository, name));
    archived.ifPresent(repository::archive);
    issues.ifPresent(repository::enableIssues);
    return get(request);
  }

  private CallResponse delete(RoutedCall request) {
    state.remove(request.repository());
    return CallResponse.empty(204);
  }

  private CallResponse user(RoutedCall request) {
    if (!(request.caller() instanceof Caller.Somebody somebody)) {
      throw Refusal.of(403, "Resource not accessible by integration");
    }
    return CallResponse.json(200, profiles.user(somebody.person()));
  }

  /** The second API version leaves out the redundant {@code rate}. */
  private CallResponse rateLimit(RoutedCall request) {
    PrimaryLimit.Status status =
        limit.status(request.caller(), state.rules().limits(), request.now());
    ObjectNode json = Json.mapper().createObjectNode();
    ObjectNode core = limit(status);
    json.putObject("resources").<ObjectNode>set("core", core).set("search", search(status));
    if (request.version().equals(ApiVersions.DEFAULT)) {
      json.set("rate", core);
    }
    return CallResponse.json(200, json);
  }

  /** The search, which is not supported here, has its own limit, which stays unused. */
  private static ObjectNode search(PrimaryLimit.Status core) {
    return limit(new PrimaryLimit.Status(SEARCHES_PER_MINUTE, 0, core.resetEpochSecond()));
  }

  private static ObjectNode limit(PrimaryLimit.Status status) {
    return Json.mapper()
        .createObjectNode()
        .put("limit", status.limit())
        .put("used", status.used())
        .put("remaining", status.remaining())
        .put("reset", status.resetEpochSecond());
  }
}
