package org.pytorch.alerting.github.render;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Recognises addresses that GitHub turns into references. A link to an issue, a pull request or a
 * commit leaves a note on its target, and a thousand alerts would leave a thousand.
 */
public final class GitHubLinks {
  private static final Pattern REFERENCE_PATH =
      Pattern.compile(
          "/+[^/]+/+[^/]+/+(issues|pull|pulls|commit|commits|discussions|compare)(/.*)?");

  /** User and password; then dots and a port, which may be empty. */
  private static final Pattern AROUND_HOST = Pattern.compile("^.*@|[.]*(:[0-9]*)?$");

  private static final String GITHUB = "github.com";

  private final String host;

  /**
   * @param host of the pages, such as {@code github.com}
   */
  public GitHubLinks(String host) {
    this.host = host.toLowerCase(Locale.ROOT);
  }

  /** {@return the links of the GitHub whose API is at {@code api}} */
  public static GitHubLinks ofApi(URI api) {
    String host = api.getHost().toLowerCase(Locale.ROOT);
    return new GitHubLinks(host.equals("api.github.com") ? GITHUB : host);
  }

  /** {@return whether GitHub would turn {@code url} into a reference} */
  boolean isReference(String url) {
    try {
      URI uri = URI.create(url);
      return isGitHub(host(uri)) && (isReferencePath(uri) || isReferencePath(uri.normalize()));
    } catch (IllegalArgumentException e) {
      // GitHub may parse an address that Java cannot.
      String lower = url.toLowerCase(Locale.ROOT);
      return lower.contains(host) || lower.contains(GITHUB);
    }
  }

  /**
   * {@return the host as browsers read it: without user, port and a trailing dot} For a name that
   * is not a valid host, Java returns no host, and the whole authority is used.
   */
  private static String host(URI uri) {
    String authority = String.valueOf(uri.getAuthority()).toLowerCase(Locale.ROOT);
    return AROUND_HOST.matcher(authority).replaceAll("");
  }

  private static boolean isReferencePath(URI uri) {
    return REFERENCE_PATH.matcher(String.valueOf(uri.getPath())).matches();
  }

  private boolean isGitHub(String name) {
    String plain = name.startsWith("www.") ? name.substring(4) : name;
    return plain.equals(host) || plain.equals(GITHUB);
  }
}
