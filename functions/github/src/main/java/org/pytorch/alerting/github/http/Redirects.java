package org.pytorch.alerting.github.http;

import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.pytorch.alerting.github.GitHubRejectedException;

/**
 * Follows redirects, for example after a repository was renamed: with the same method and body,
 * because a POST that turns into a GET looks like a success, and to the same host only, because
 * every request has our credentials.
 */
final class Redirects {
  static final int MAX_HOPS = 3;

  private final URI api;

  Redirects(URI api) {
    this.api = api;
  }

  /** {@return the first response that is not a redirect} */
  GitHubResponse follow(ApiCall call, Function<ApiCall, GitHubResponse> send) {
    GitHubResponse last = send.apply(call);
    ApiCall asked = call;
    for (int hop = 0; hop < MAX_HOPS && last.isRedirect(); hop++) {
      asked = asked.at(target(asked, last));
      last = send.apply(asked);
    }
    return last;
  }

  private URI target(ApiCall call, GitHubResponse response) {
    return response
        .header("location")
        .flatMap(text -> onSameHost(call.uri(), text))
        .orElseThrow(
            () ->
                new GitHubRejectedException(
                    "%s returned %d and points to no address on %s; check GITHUB_API_URL"
                        .formatted(call, response.status(), api.getHost())));
  }

  /** {@return {@code text} as an address, if it is on the API's own host and port} */
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
