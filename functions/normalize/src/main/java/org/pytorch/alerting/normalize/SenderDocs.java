package org.pytorch.alerting.normalize;

import org.pytorch.alerting.runtime.Environment;

/**
 * The pages for people who own alert rules, one for each source.
 *
 * @param base the address of their folder, or its path in this repository
 */
record SenderDocs(String base) {
  static final String VARIABLE = "DOCS_URL";

  /** Where they are in this repository. */
  private static final String DEFAULT = "docs/senders";

  SenderDocs {
    base = base.replaceAll("/+$", "");
  }

  static SenderDocs of(Environment environment) {
    return new SenderDocs(environment.optional(VARIABLE).orElse(DEFAULT));
  }

  /** {@return the page about {@code source}} */
  String page(String source) {
    return "%s/%s.md".formatted(base, source);
  }
}
