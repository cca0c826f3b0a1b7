package org.pytorch.alerting.fakegithub.auth;

import java.time.Instant;
import org.pytorch.alerting.fakegithub.data.Repository;

/**
 * An installation token.
 *
 * @param owner the account with the installation; no other account's repositories are covered
 */
public record InstallationToken(
    String text, long installationId, String owner, Instant expiresAt, TokenScope scope) {
  boolean covers(Repository repository) {
    return repository.owner().equalsIgnoreCase(owner) && scope.covers(repository);
  }

  boolean isLive(Instant now) {
    return now.isBefore(expiresAt);
  }
}
