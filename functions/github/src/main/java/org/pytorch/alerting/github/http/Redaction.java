package org.pytorch.alerting.github.http;

import java.util.regex.Pattern;
import org.pytorch.alerting.model.text.Truncation;

/** Removes secrets from external texts before they are used in a message or a log. */
public final class Redaction {
  /** In code points: an external text within a message of ours. */
  public static final int MAX_QUOTE_LENGTH = 300;

  private static final Pattern SECRETS =
      Pattern.compile(
          // A key; its end may have been cut off.
          "-----BEGIN [A-Z ]*PRIVATE KEY-----[\\s\\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|\\z)"
              // GitHub's tokens. The newer installation tokens contain a JWT, so they may have dots
              // and hyphens, and any length.
              + "|gh[a-z]_[A-Za-z0-9._-]+"
              + "|github_pat_[A-Za-z0-9_]+"
              // A JWT: each of its parts is base64url.
              + "|eyJ[A-Za-z0-9_-]*\\.[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]*)?"
              + "|(?i:\\b(?:bearer|token)\\s+)[A-Za-z0-9._~+/=-]{8,}");

  private Redaction() {}

  /** {@return {@code text} with "[redacted]" instead of keys and tokens} */
  public static String of(String text) {
    return SECRETS.matcher(text).replaceAll("[redacted]");
  }

  /** {@return {@code text} redacted, on one line, cut to {@link #MAX_QUOTE_LENGTH}} */
  public static String quote(String text) {
    // Redacted before it is cut: half a token would not be recognised.
    return Truncation.marked(of(text).strip().replaceAll("\\s+", " "), MAX_QUOTE_LENGTH);
  }
}
