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
    add(lines, "Runbook", links.runbookUrl());
    add(lines, "Dashboard", links.dashboardUrl());
    add(lines, "Source", links.sourceUrl());
    add(lines, "Silence", links.silenceUrl());
    return lines;
  }

  private void add(List<String> lines, String name, Optional<String> url) {
    url.map(LinkLine::ascii)
        .map(address -> link(name, address))
        .map(link -> link.length() <= MAX_LENGTH ? link : name + ": too long to be shown")
        .map(link -> lines.isEmpty() ? "**" + link + "**" : link)
        .ifPresent(lines::add);
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
