package org.pytorch.alerting.model;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * Links for the reader of an issue. Every link is an absolute http(s) address with a host.
 *
 * <p>Any host is allowed. Many Grafanas run at private, loopback and link-local addresses, and one
 * whose address was never configured calls itself {@code localhost}. We never open a link; only a
 * reader can follow it, and sees where it leads. Addresses with a user name or password are
 * refused: credentials must not appear in an issue.
 *
 * @param panelUrl the graph of what the alert watches
 * @param dashboardUrl the page of the panel, with other graphs
 * @param sourceUrl the rule
 */
public record Links(
    Optional<String> runbookUrl,
    Optional<String> panelUrl,
    Optional<String> dashboardUrl,
    Optional<String> sourceUrl,
    Optional<String> silenceUrl) {
  /** In characters; browsers and GitHub handle longer ones badly. */
  public static final int MAX_LENGTH = 2_000;

  public Links {
    runbookUrl.ifPresent(link -> requireUsable("runbook_url", link));
    panelUrl.ifPresent(link -> requireUsable("panel_url", link));
    dashboardUrl.ifPresent(link -> requireUsable("dashboard_url", link));
    sourceUrl.ifPresent(link -> requireUsable("source_url", link));
    silenceUrl.ifPresent(link -> requireUsable("silence_url", link));
  }

  /** Links without a panel. */
  public Links(
      Optional<String> runbookUrl,
      Optional<String> dashboardUrl,
      Optional<String> sourceUrl,
      Optional<String> silenceUrl) {
    this(runbookUrl, Optional.empty(), dashboardUrl, sourceUrl, silenceUrl);
  }

  /** {@return no links} */
  public static Links none() {
    return new Links(
        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** {@return {@code text} as a link, or empty if it is not safe to follow} */
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

  private static void requireUsable(String name, String link) {
    if (usable(link).filter(link::equals).isEmpty()) {
      throw new IllegalArgumentException(name + " is not an absolute http(s) link: " + link);
    }
  }
}
