package org.pytorch.alerting.normalize.source;

import org.pytorch.alerting.runtime.Environment;

/**
 * The pages for people who own alert rules, one for each source.
 *
 * @param base the address of the folder of all documents, or its path in this repository
 */
public record SenderDocs(String base) {
  public static final String VARIABLE = "DOCS_URL";

  /** Where they are in this repository. */
  private static final String DEFAULT = "docs";

  public SenderDocs {
    base = base.replaceAll("/+$", "");
  }

  public static SenderDocs of(Environment environment) {
    return new SenderDocs(environment.optional(VARIABLE).orElse(DEFAULT));
  }

  /** {@return the page about {@code source}} */
  public String page(String source) {
    return "%s/senders/%s.md".formatted(base, source);
  }
}
