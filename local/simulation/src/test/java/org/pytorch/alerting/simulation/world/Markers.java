package org.pytorch.alerting.simulation.world;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pytorch.alerting.fakegithub.data.Comment;
import org.pytorch.alerting.fakegithub.data.Issue;

/** The hidden marker lines in the pipeline's issues and comments. */
public final class Markers {
  private static final Pattern ISSUE =
      Pattern.compile("<!-- alert-pipeline v1 (issue fingerprint=[0-9a-f]{64} episode=\\d+)");
  private static final Pattern COMMENT =
      Pattern.compile("<!-- alert-pipeline v1 (comment event=\\S+)");

  private Markers() {}

  /** {@return the marker of an issue, with alert and episode; empty if it has none} */
  public static String of(Issue issue) {
    return find(ISSUE, issue.body().orElse(""));
  }

  /** {@return the marker of a comment, with its event; empty if it has none} */
  static String of(Comment comment) {
    return find(COMMENT, comment.body());
  }

  /** {@return the fingerprint in an issue's marker; empty if there is none} */
  public static String fingerprint(String marker) {
    if (marker.isEmpty()) {
      return "";
    }
    int begin = marker.indexOf('=') + 1;
    return marker.substring(begin, begin + 64);
  }

  private static String find(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    String found = "";
    while (matcher.find()) {
      found = matcher.group(1);
    }
    return found;
  }
}
