package org.pytorch.alerting.normalize.source;

/**
 * The pages for people who own alert rules, one for each source.
 *
 * @param base the address of the folder of all documents, or its path in this repository
 */
public record SenderDocs(String base) {
  public static final SenderDocs IN_REPOSITORY = new SenderDocs("docs");

  public SenderDocs {
    base = base.replaceAll("/+$", "");
  }

  /** {@return the page about {@code source}} */
  public String page(String source) {
    return "%s/senders/%s.md".formatted(base, source);
  }
}
