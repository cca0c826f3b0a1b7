package org.pytorch.alerting.github.auth;

import java.util.Optional;

/** Where secrets are kept. */
public interface SecretStore {
  /**
   * {@return the text of the secret called {@code id}, or empty when there is none of that name}
   *
   * @throws org.pytorch.alerting.github.GitHubNotAskedException if it cannot be read now
   * @throws org.pytorch.alerting.github.GitHubAccessException if we may not read it
   */
  Optional<String> read(String id);
}
