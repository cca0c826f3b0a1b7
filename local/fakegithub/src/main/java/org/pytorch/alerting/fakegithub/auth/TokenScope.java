package org.pytorch.alerting.fakegithub.auth;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pytorch.alerting.fakegithub.call.JsonBody;
import org.pytorch.alerting.fakegithub.call.Refusal;
import org.pytorch.alerting.fakegithub.data.GitHubState;
import org.pytorch.alerting.fakegithub.data.Repository;

/**
 * The scope of an installation token, at most that of the installation.
 *
 * @param repositoryIds the repositories it is limited to; absent for all repositories of the
 *     installation
 * @param permissions name to {@code read} or {@code write}
 */
public record TokenScope(Optional<Set<Long>> repositoryIds, Map<String, String> permissions) {
  private static final int REPOSITORIES_MAX = 500;
  private static final List<String> LEVELS = List.of("read", "write");

  public TokenScope {
    repositoryIds = repositoryIds.map(Set::copyOf);
    permissions = Map.copyOf(permissions);
  }

  /**
   * Reads the request for a token.
   *
   * @throws Refusal 422 if it exceeds the installation's scope
   */
  public static TokenScope of(JsonBody body, GitHubState state, String owner) {
    return new TokenScope(repositories(body, state, owner), permissions(body, state));
  }

  boolean covers(Repository repository) {
    return repositoryIds.map(ids -> ids.contains(repository.id())).orElse(true);
  }

  private static Optional<Set<Long>> repositories(JsonBody body, GitHubState state, String owner) {
    if (!body.has("repositories") && !body.has("repository_ids")) {
      return Optional.empty();
    }
    List<Long> ids = new ArrayList<>();
    for (String name : body.names("repositories").orElse(List.of())) {
      ids.add(named(name, state, owner).id());
    }
    for (JsonNode id : body.json().path("repository_ids")) {
      ids.add(
          state
              .repository(id.asLong())
              .filter(Repository::installed)
              .filter(repository -> repository.owner().equalsIgnoreCase(owner))
              .orElseThrow(TokenScope::notAccessible)
              .id());
    }
    if (ids.size() > REPOSITORIES_MAX) {
      throw Refusal.of(422, "A token may be limited to at most 500 repositories.");
    }
    return Optional.of(new HashSet<>(ids));
  }

  /** Names come without the owner, which is the installation's. */
  private static Repository named(String name, GitHubState state, String owner) {
    for (Repository repository : state.repositories()) {
      if (repository.installed()
          && repository.owner().equalsIgnoreCase(owner)
          && repository.name().equalsIgnoreCase(name)) {
        return repository;
      }
    }
    throw notAccessible();
  }

  private static Refusal notAccessible() {
    return Refusal.of(
        422,
        "There is at least one repository that does not exist or is not accessible to the parent"
            + " installation.");
  }

  private static Map<String, String> permissions(JsonBody body, GitHubState state) {
    Map<String, String> granted = state.settings().permissions();
    if (!body.has("permissions")) {
      return granted;
    }
    Map<String, String> wanted = new HashMap<>();
    for (Map.Entry<String, JsonNode> entry : body.json().path("permissions").properties()) {
      String level = entry.getValue().asText();
      if (!LEVELS.contains(level) || isMore(level, granted.getOrDefault(entry.getKey(), ""))) {
        throw Refusal.of(422, "The permissions requested are not granted to this installation.");
      }
      wanted.put(entry.getKey(), level);
    }
    // Every permission includes read access to the metadata.
    wanted.put("metadata", "read");
    return wanted;
  }

  private static boolean isMore(String level, String granted) {
    return !granted.equals("write") && !granted.equals(level);
  }
}
