package org.pytorch.alerting.github.rest;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pytorch.alerting.github.http.HttpAnswer;

/**
 * The pages of a list that its {@code Link} header leads to. Page numbers made by hand fail on
 * large repositories.
 */
enum PageLink {
  NEXT,
  LAST;

  private final Pattern pattern =
      Pattern.compile(
          "<([^<>]+)>(?:\\s*;\\s*[a-z]+=\"[^\"]*\")*?\\s*;\\s*rel=\"%s\""
              .formatted(name().toLowerCase(Locale.ROOT)));

  Optional<String> of(HttpAnswer answer) {
    return answer
        .header("link")
        .map(pattern::matcher)
        .filter(Matcher::find)
        .map(matcher -> matcher.group(1));
  }
}
