package org.pytorch.alerting.stack.cli.why;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pytorch.alerting.model.action.ExecutionId;

/**
 * An id that somebody has.
 *
 * @param text as it is in the log; of an issue {@code #1} or {@code owner/name#1}
 */
record WhyId(Kind kind, String text) {
  /** The kinds that are told apart by their form. */
  enum Kind {
    ISSUE("an issue"),
    FINGERPRINT("a fingerprint"),
    EVENT("an event id"),
    /** Of a message or of a delivery: both are UUIDs. */
    MESSAGE("a message id or a delivery id");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  private static final Pattern ISSUE_URL =
      Pattern.compile("https?://[^/]+/(?:repos/)?([^/]+/[^/]+)/issues/(\\d{1,18})\\b.*");

  private static final Pattern ISSUE =
      Pattern.compile("([A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+)?#?(\\d{1,18})");

  private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern EVENT = Pattern.compile(".+#\\d{1,5}");
  private static final Pattern UUID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  /** What may be in an id; anything else could change the meaning of a query. */
  private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9_#:/.-]{1,200}");

  /**
   * {@return the id in {@code given}}
   *
   * @throws IllegalStateException if it cannot be one
   */
  static WhyId parse(String given) {
    String id = given.strip();
    Matcher url = ISSUE_URL.matcher(id);
    if (url.matches()) {
      return new WhyId(Kind.ISSUE, url.group(1) + "#" + url.group(2));
    }
    Matcher issue = ISSUE.matcher(id);
    if (issue.matches()) {
      String repo = Optional.ofNullable(issue.group(1)).orElse("");
      return new WhyId(Kind.ISSUE, repo + "#" + issue.group(2));
    }
    if (!ALLOWED.matcher(id).matches()) {
      throw new IllegalStateException(
          "%s is not an id: ids consist of letters, digits and any of _ # : / . -"
              .formatted(given));
    }
    if (FINGERPRINT.matcher(id).matches()) {
      return new WhyId(Kind.FINGERPRINT, id);
    }
    if (EVENT.matcher(id).matches() && !id.startsWith("arn:")) {
      return new WhyId(Kind.EVENT, id);
    }
    return UUID.matcher(id).matches()
        ? new WhyId(Kind.MESSAGE, id)
        : new WhyId(Kind.MESSAGE, ExecutionId.messageId(id).orElse(id));
  }

  /** {@return the number of an issue} */
  OptionalLong issueNumber() {
    return kind == Kind.ISSUE
        ? OptionalLong.of(Long.parseLong(text.substring(text.indexOf('#') + 1)))
        : OptionalLong.empty();
  }

  /** {@return whether {@code issue}, such as {@code acme/alerts#1}, is this one} */
  boolean isIssue(String issue) {
    return text.startsWith("#") ? issue.endsWith(text) : issue.equals(text);
  }
}
