package org.pytorch.alerting.github.action;

import org.pytorch.alerting.github.issue.ActionRequest;
import org.pytorch.alerting.github.issue.GitHubIssues;
import org.pytorch.alerting.github.issue.GitHubIssues.Commented;
import org.pytorch.alerting.github.issue.GitHubIssues.Commenting;
import org.pytorch.alerting.github.issue.Issue;
import org.pytorch.alerting.github.issue.Marker;
import org.pytorch.alerting.github.issue.TimeBudget;

/** Posts the comment about an event, at most once. */
final class Comments {
  private final GitHubIssues issues;
  private final EarlierPosts earlier;
  private final Upkeep upkeep;
  private final TimeBudget time;

  Comments(GitHubIssues issues, EarlierPosts earlier, Upkeep upkeep, TimeBudget time) {
    this.issues = issues;
    this.earlier = earlier;
    this.upkeep = upkeep;
    this.time = time;
  }

  /** Comments on {@code issue}, unless an earlier attempt has done so for this event. */
  Commenting post(ActionRequest request, Issue issue, String text) {
    return isPosted(request, issue)
        ? new Commented()
        : issues.comment(
            issue.ref(), commentMarker(request).sign(upkeep.comment(request, issue, text)));
  }

  /** {@return whether an earlier attempt has commented on {@code issue} for this event} */
  boolean isPosted(ActionRequest request, Issue issue) {
    return request
        .sent(time.now())
        .map(sent -> earlier.hasComment(issue, commentMarker(request), sent))
        .orElse(false);
  }

  private static Marker commentMarker(ActionRequest request) {
    return Marker.ofComment(request.claim().eventId());
  }
}
