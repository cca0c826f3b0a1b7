package org.pytorch.alerting.github.http;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the next page of a list in the {@code Link} header. Page numbers made by hand fail on large
 * repositories.
 */
final class NextPage {
  private static final Pattern NEXT =
      Pattern.compile("<([^<>]+)>(?:\\s*;\\s*[a-z]+=\"[^\"]*\")*?\\s*;\\s*rel=\"next\"");

  private NextPage() {}

  static Optional<String> of(HttpAnswer answer) {
    return answer
        .header("link")
        .map(NEXT::matcher)
        .filter(Matcher::find)
        .map(matcher -> matcher.group(1));
  }
}
