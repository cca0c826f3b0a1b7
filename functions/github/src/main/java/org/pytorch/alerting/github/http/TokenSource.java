package org.pytorch.alerting.github.http;

import java.time.Instant;
import java.util.Optional;

/** Where the token for a repository comes from. Safe for use by several threads. */
public interface TokenSource {
  /**
   * {@return a token for {@code repo}, {@code owner/name}, kept or fetched through {@code api}}
   *
   * @throws org.pytorch.alerting.github.GitHubAccessException if our credentials do not give one
   * @throws org.pytorch.alerting.github.GitHubNotAskedException if they do not at the moment
   */
  String token(String repo, AppApi api);

  /** {@return who our App is, as far as it is known, kept or asked for through {@code api}} */
  AppIdentity identity(AppApi api);

  /** Forgets everything it keeps for {@code repo}: GitHub has refused the token. */
  void forget(String repo);

  /** The requests that a token source makes itself, not for a repository. */
  interface AppApi {
    /**
     * {@return the answer to a POST of {@code json}, or to a GET when there is none}
     *
     * @param path of the API, from its first slash
     * @param jwt the App's own credentials, or a token of its installation
     */
    HttpAnswer ask(String path, Optional<Object> json, String jwt);

    /** {@return the time by which tokens begin and end} */
    Instant now();
  }
}
