package org.pytorch.alerting.simulation.exploration.planted;

import java.time.Instant;
import java.util.List;
import org.pytorch.alerting.github.issue.GitHubIssues;
import org.pytorch.alerting.github.issue.Issue;
import org.pytorch.alerting.github.issue.IssueDraft;
import org.pytorch.alerting.github.issue.IssueEdit;
import org.pytorch.alerting.github.issue.Label;
import org.pytorch.alerting.github.issue.Marker;
import org.pytorch.alerting.github.issue.SearchWindow;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.status.IssueRef;

/** GitHub as it is; a subclass says what a client gets wrong. */
class ForwardedIssues implements GitHubIssues {
  private final GitHubIssues issues;

  ForwardedIssues(GitHubIssues issues) {
    this.issues = issues;
  }

  @Override
  public Issue create(String repo, IssueDraft draft) {
    return issues.create(repo, draft);
  }

  @Override
  public Search search(String repo, Marker marker, SearchWindow window) {
    return issues.search(repo, marker, window);
  }

  @Override
  public Search searchAlert(String repo, Fingerprint fingerprint, Instant closedSince) {
    return issues.searchAlert(repo, fingerprint, closedSince);
  }

  @Override
  public IssueLookup read(IssueRef issue) {
    return issues.read(issue);
  }

  @Override
  public Presence findComment(Issue issue, Marker marker, Instant since) {
    return issues.findComment(issue, marker, since);
  }

  @Override
  public Commenting comment(IssueRef issue, String body) {
    return issues.comment(issue, body);
  }

  @Override
  public Editing edit(IssueRef issue, IssueEdit edit) {
    return issues.edit(issue, edit);
  }

  @Override
  public Editing addLabels(IssueRef issue, List<Label> labels) {
    return issues.addLabels(issue, labels);
  }

  @Override
  public Editing removeLabel(IssueRef issue, String name) {
    return issues.removeLabel(issue, name);
  }

  @Override
  public Editing assign(IssueRef issue, List<String> logins) {
    return issues.assign(issue, logins);
  }
}
