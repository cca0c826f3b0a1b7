package org.pytorch.alerting.github.http;

import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.pytorch.alerting.github.GitHubRejectedException;

/**
 * Follows redirects by hand, as when a repository was renamed: with the same method and body,
 * because a POST that turns into a GET looks like a success, and to the same host only, because
 * every request carries our credentials.
 */
final class Redirects {
  static final int MAX_HOPS = 3;

  private final URI api;

  Redirects(URI api) {
    this.api = api;
  }

  /** {@return the first answer that does not point elsewhere} */
  HttpAnswer follow(ApiCall call, Function<ApiCall, HttpAnswer> send) {
    HttpAnswer last = send.apply(call);
    ApiCall asked = call;
    for (int hop = 0; hop < MAX_HOPS && last.isRedirect(); hop++) {
      asked = asked.at(target(asked, last));
      last = send.apply(asked);
    }
    return last;
  }

  private URI target(ApiCall call, HttpAnswer answer) {
    return answer
        .header("location")
        .flatMap(text -> onSameHost(call.uri(), text))
        .orElseThrow(
            () ->
                new GitHubRejectedException(
                    "%s answered %d and points to no place on %s; check GITHUB_API_URL"
                        .formatted(call, answer.status(), api.getHost())));
  }

  /** {@return {@code text} as an address, if it is one on the API's own host and port} */
  Optional<URI> onSameHost(URI from, String text) {
    try {
      URI target = from.resolve(text);
      boolean same =
          Objects.equals(target.getScheme(), api.getScheme())
              && api.getHost().equalsIgnoreCase(target.getHost())
              && target.getPort() == api.getPort()
              && target.getUserInfo() == null;
      return same ? Optional.of(target) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
