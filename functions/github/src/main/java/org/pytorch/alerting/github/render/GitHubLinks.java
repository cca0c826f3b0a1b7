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
    return new GitHubLinks(host.equals("api.github.com") ? "github.com" : host);
  }

  /** {@return whether GitHub would make a reference of {@code url}} */
  boolean isReference(String url) {
    try {
      URI uri = URI.create(url);
      String there = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
      return isGitHub(there) && REFERENCE_PATH.matcher(String.valueOf(uri.getPath())).matches();
    } catch (IllegalArgumentException e) {
      // What Java cannot read, GitHub perhaps can.
      return url.toLowerCase(Locale.ROOT).contains(host) || url.contains("github.com");
    }
  }

  private boolean isGitHub(String name) {
    String plain = name.startsWith("www.") ? name.substring(4) : name;
    return plain.equals(host) || plain.equals("github.com");
  }
}
