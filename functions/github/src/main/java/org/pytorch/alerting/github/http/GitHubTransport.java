package org.pytorch.alerting.github.http;

import java.io.IOException;

/**
 * Sends one HTTP request and brings its answer. It follows no redirect and repeats nothing: whether
 * a request may be sent again is decided above it. Safe for use by several threads.
 */
public interface GitHubTransport extends AutoCloseable {
  /**
   * {@return the answer, whatever its status}
   *
   * @throws IOException if there is none within the request's timeout, or it cannot be read; the
   *     request may have been carried out all the same
   */
  HttpAnswer send(HttpRequest request) throws IOException;

  /** Ends its connections; by default there are none. */
  @Override
  default void close() {}
}
