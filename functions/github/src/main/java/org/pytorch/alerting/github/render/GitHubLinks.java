package org.pytorch.alerting.github.render;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Tells addresses that GitHub makes references of. A link to an issue, a pull request or a commit
 * leaves a note on its target, and a thousand alerts would leave a thousand.
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

  /** {@return whether GitHub would make a reference of {@code url}} */
  boolean isReference(String url) {
    try {
      URI uri = URI.create(url);
      return isGitHub(host(uri)) && (isReferencePath(uri) || isReferencePath(uri.normalize()));
    } catch (IllegalArgumentException e) {
      // What Java cannot read, GitHub perhaps can.
      String lower = url.toLowerCase(Locale.ROOT);
      return lower.contains(host) || lower.contains(GITHUB);
    }
  }

  /**
   * {@return the host as browsers understand it: without user, port and the dot of a full name}
   * Java knows no host where it finds the name odd, and then takes all of it for a registry's.
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
