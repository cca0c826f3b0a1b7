package org.pytorch.alerting.github.http;

import java.time.Instant;

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
     * @param path of the API, from its first slash
     * @param token a JWT of the App, or a token of its installation
     */
    GitHubResponse get(String path, String token);

    /** Like {@link #get}, with a body. */
    GitHubResponse post(String path, Object json, String token);

    /** {@return the time by which tokens start and expire} */
    Instant now();
  }
}
