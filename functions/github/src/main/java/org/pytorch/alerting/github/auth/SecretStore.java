package org.pytorch.alerting.github.auth;

import java.util.Optional;

/** The store of secrets. */
public interface SecretStore {
  /**
   * {@return the text of the secret called {@code id}, or empty if there is none}
   *
   * @throws org.pytorch.alerting.github.GitHubNotAskedException if it cannot be read at the moment
   * @throws org.pytorch.alerting.github.GitHubAccessException if we are not allowed to read it
   */
  Optional<String> read(String id);
}
