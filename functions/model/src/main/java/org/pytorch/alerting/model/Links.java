package org.pytorch.alerting.model;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * Where a person looks next. Every link is an absolute http(s) address with a host.
 *
 * <p>Which host is not judged. Private, loopback and link-local addresses are where many Grafanas
 * are, and {@code localhost} is what one calls itself until somebody sets its address. Nothing of
 * ours ever opens a link; only a reader could follow it, who sees where it leads. A name and
 * password in an address are refused: they belong in no issue.
 */
public record Links(
    Optional<String> runbookUrl,
    Optional<String> dashboardUrl,
    Optional<String> sourceUrl,
    Optional<String> silenceUrl) {
  /** In characters; browsers and GitHub handle longer ones badly. */
  public static final int MAX_LENGTH = 2_000;

  public Links {
    requireUsable("runbook_url", runbookUrl);
    requireUsable("dashboard_url", dashboardUrl);
    requireUsable("source_url", sourceUrl);
    requireUsable("silence_url", silenceUrl);
  }

  /** No link at all. */
  public static Links none() {
    return new Links(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** {@return {@code text} as a link, or empty when nobody could follow it safely} */
  public static Optional<String> usable(String text) {
    String link = text.strip();
    if (link.isEmpty() || link.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    try {
      URI uri = new URI(link);
      boolean web =
          "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
      boolean plain = uri.getHost() != null && uri.getUserInfo() == null;
      return web && plain ? Optional.of(link) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static void requireUsable(String name, Optional<String> link) {
    if (link.isPresent() && !usable(link.get()).equals(link)) {
      throw new IllegalArgumentException(name + " is not an absolute http(s) link: " + link.get());
    }
  }
}
