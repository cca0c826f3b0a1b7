package org.pytorch.alerting.github.render;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.model.Links;

/** Writes an alert's links, the most useful one first. */
final class LinkLine {
  /** In characters of Markdown: percent-encoding and escaping make an address longer. */
  static final int MAX_LENGTH = 4_000;

  private final GitHubLinks github;

  LinkLine(GitHubLinks github) {
    this.github = github;
  }

  /** {@return a piece of Markdown for each link; the first one is bold} */
  List<String> of(Links links) {
    List<String> lines = new ArrayList<>();
    links.runbookUrl().ifPresent(url -> add(lines, "Runbook", url));
    links.panelUrl().ifPresent(url -> add(lines, "Panel", url));
    links.dashboardUrl().ifPresent(url -> add(lines, "Dashboard", url));
    links.sourceUrl().ifPresent(url -> add(lines, "Source", url));
    links.silenceUrl().ifPresent(url -> add(lines, "Silence", url));
    return lines;
  }

  /**
   * {@return {@code name} as a link; empty if {@code url} should not be one}
   *
   * @param name Markdown without links
   */
  Optional<String> named(String name, String url) {
    String address = ascii(url);
    return github.isReference(address) ? Optional.empty() : Optional.of(link(name, address));
  }

  private void add(List<String> lines, String name, String url) {
    String link = link(name, ascii(url));
    String shown = link.length() <= MAX_LENGTH ? link : name + ": too long to be shown";
    lines.add(lines.isEmpty() ? "**" + shown + "**" : shown);
  }

  private String link(String name, String address) {
    if (github.isReference(address)) {
      // As code it can be copied, and leaves no note on the issue it points to.
      return name + ": " + MarkdownEscape.code(address);
    }
    return "[" + name + "](<" + address.replace("&", "&amp;") + ">)";
  }

  /** An address can contain characters that reorder the text around it; ASCII has none. */
  private static String ascii(String url) {
    return URI.create(url).toASCIIString();
  }
}
