package org.pytorch.alerting.github.rest;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pytorch.alerting.github.http.GitHubResponse;

/**
 * The pages that a list's {@code Link} header points to. Hand-made page numbers fail on large
 * repositories.
 */
enum PageLink {
  NEXT,
  LAST;

  private final Pattern pattern =
      Pattern.compile(
          "<([^<>]+)>(?:\\s*;\\s*[a-z]+=\"[^\"]*\")*?\\s*;\\s*rel=\"%s\""
              .formatted(name().toLowerCase(Locale.ROOT)));

  Optional<String> of(GitHubResponse response) {
    return response
        .header("link")
        .map(pattern::matcher)
        .filter(Matcher::find)
        .map(matcher -> matcher.group(1));
  }
}
