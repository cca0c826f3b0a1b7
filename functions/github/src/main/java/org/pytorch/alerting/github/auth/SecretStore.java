package org.pytorch.alerting.github.auth;

import java.util.Optional;

/** Where secrets are kept. */
public interface SecretStore {
  /**
   * {@return the text of the secret called {@code id}, or empty when there is none of that name}
   *
   * @throws org.pytorch.alerting.github.GitHubUnavailableException if the store cannot be asked now
   */
  Optional<String> read(String id);
}
