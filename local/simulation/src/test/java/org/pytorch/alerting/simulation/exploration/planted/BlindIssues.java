package org.pytorch.alerting.simulation.exploration.planted;

import java.time.Instant;
import java.util.List;
import org.pytorch.alerting.github.issue.GitHubIssues;
import org.pytorch.alerting.github.issue.Issue;
import org.pytorch.alerting.github.issue.Marker;
import org.pytorch.alerting.github.issue.SearchWindow;
import org.pytorch.alerting.model.Fingerprint;

/** GitHub for a client that never searches for what an earlier attempt has posted. */
final class BlindIssues extends ForwardedIssues {
  BlindIssues(GitHubIssues issues) {
    super(issues);
  }

  @Override
  public Search search(String repo, Marker marker, SearchWindow window) {
    return new Search(List.of(), true);
  }

  @Override
  public Search searchAlert(String repo, Fingerprint fingerprint, Instant closedSince) {
    return new Search(List.of(), true);
  }

  @Override
  public Presence findComment(Issue issue, Marker marker, Instant since) {
    return Presence.ABSENT;
  }
}
