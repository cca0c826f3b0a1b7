package org.pytorch.alerting.fakegithub.auth;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pytorch.alerting.fakegithub.data.Repository;

/**
 * The scope of an installation token.
 *
 * @param owner the account with the installation; no other account's repositories are covered
 * @param repositoryIds the repositories it is limited to; absent for all repositories of the
 *     installation
 * @param permissions name to {@code read} or {@code write}
 */
public record InstallationToken(
    String text,
    long installationId,
    String owner,
    Instant expiresAt,
    Optional<Set<Long>> repositoryIds,
    Map<String, String> permissions) {
  public InstallationToken {
    repositoryIds = repositoryIds.map(Set::copyOf);
    permissions = Map.copyOf(permissions);
  }

  boolean covers(Repository repository) {
    return repository.owner().equalsIgnoreCase(owner)
        && repositoryIds.map(ids -> ids.contains(repository.id())).orElse(true);
  }

  boolean isLive(Instant now) {
    return now.isBefore(expiresAt);
  }
}
