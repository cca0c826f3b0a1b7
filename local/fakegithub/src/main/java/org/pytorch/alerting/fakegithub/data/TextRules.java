package org.pytorch.alerting.fakegithub.data;

import java.util.List;
import org.pytorch.alerting.fakegithub.call.FieldError;
import org.pytorch.alerting.fakegithub.call.Refusal;

/**
 * The length limits of texts. GitHub states its limits in characters but measures UTF-8 bytes, four
 * per character. Here they are code points, so that every accepted text is one that GitHub accepts.
 */
public final class TextRules {
  static final int TITLE_MAX = 256;
  static final int BODY_MAX = 65_536;

  private TextRules() {}

  /** Checks a new or changed title. */
  public static void requireTitle(String title) {
    if (title.isBlank()) {
      throw Refusal.invalid(FieldError.of("Issue", "title", "missing_field"));
    }
    if (length(title) > TITLE_MAX) {
      throw Refusal.invalid(
          FieldError.of(
              "Issue",
              "title",
              "custom",
              "title is too long (maximum is %d characters)".formatted(TITLE_MAX)));
    }
  }

  /** Checks an issue's body; GitHub returns this error twice. */
  public static void requireBody(String body) {
    if (isOverlong(body)) {
      FieldError error =
          FieldError.of(
              "Issue",
              "body",
              "custom",
              "body is too long (maximum is %d characters)".formatted(BODY_MAX));
      throw Refusal.invalid(List.of(error, error));
    }
  }

  /** Checks a comment's body; the error differs from that for an issue's body. */
  public static void requireComment(String body) {
    if (body.isBlank()) {
      throw Refusal.invalid(comment("Body cannot be blank"));
    }
    if (isOverlong(body)) {
      throw Refusal.invalid(
          comment("Body is too long (maximum is %d characters)".formatted(BODY_MAX)));
    }
  }

  public static boolean isOverlong(String body) {
    return length(body) > BODY_MAX;
  }

  static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  private static FieldError comment(String message) {
    return FieldError.of("IssueComment", "data", "unprocessable", message);
  }
}
