package org.pytorch.alerting.github.http;

import java.time.Instant;
import java.util.Optional;

/** Provides tokens for repositories. Thread-safe. */
public interface TokenSource {
  /**
   * {@return a token for {@code repo}, {@code owner/name}, cached or fetched through {@code api}}
   *
   * @throws org.pytorch.alerting.github.GitHubAccessException if GitHub refuses our credentials
   * @throws org.pytorch.alerting.github.GitHubNotAskedException if it fails temporarily
   */
  String token(String repo, AppApi api);

  /** {@return our App's identity, as far as it is known, cached or fetched through {@code api}} */
  AppIdentity identity(AppApi api);

  /** Drops everything cached for {@code repo}: GitHub has refused the token. */
  void forget(String repo);

  /** The token source's own requests, which belong to no repository. */
  interface AppApi {
    /**
     * {@return the response to a POST of {@code json}, or to a GET if there is none}
     *
     * @param path of the API, from its first slash
     * @param jwt the App's own credentials, or a token of its installation
     */
    GitHubResponse ask(String path, Optional<Object> json, String jwt);

    /** {@return the time by which tokens start and expire} */
    Instant now();
  }
}
