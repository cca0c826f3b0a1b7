package org.pytorch.alerting.github.http;

import java.io.IOException;

/**
 * Sends one HTTP request and returns the response. It follows no redirects and never retries: its
 * callers decide whether a request may be sent again. Thread-safe.
 */
public interface GitHubTransport extends AutoCloseable {
  /**
   * {@return the response, whatever its status}
   *
   * @throws IOException if there is none within the request's timeout, or it cannot be read; the
   *     request may have been carried out anyway
   */
  GitHubResponse send(GitHubRequest request) throws IOException;

  /** Closes its connections; by default there are none. */
  @Override
  default void close() {}
}
