package org.pytorch.alerting.stack.exploration.planted;

import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.pytorch.alerting.github.issue.GitHubIssues;
import org.pytorch.alerting.github.issue.Issue;
import org.pytorch.alerting.github.issue.IssueDraft;
import org.pytorch.alerting.github.issue.IssueEdit;
import org.pytorch.alerting.github.issue.Label;
import org.pytorch.alerting.github.issue.Marker;
import org.pytorch.alerting.github.issue.SearchWindow;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.status.IssueRef;

/**
 * GitHub for a client that misreads every issue.
 *
 * @param change how the client misreads an issue; a search only finds issues that carry the marker
 *     as misread
 */
record ChangedIssues(GitHubIssues issues, UnaryOperator<Issue> change) implements GitHubIssues {
  @Override
  public Issue create(String repo, IssueDraft draft) {
    return issues.create(repo, draft);
  }

  @Override
  public Search search(String repo, Marker marker, SearchWindow window) {
    Search search = issues.search(repo, marker, window);
    List<Issue> seen =
        search.found().stream().map(change).filter(issue -> issue.carries(marker)).toList();
    return new Search(seen, search.complete());
  }

  @Override
  public Search searchAlert(String repo, Fingerprint fingerprint, Instant closedSince) {
    return issues.searchAlert(repo, fingerprint, closedSince);
  }

  @Override
  public IssueLookup read(IssueRef issue) {
    return switch (issues.read(issue)) {
      case Found(Issue found) -> new Found(change.apply(found));
      case Gone gone -> gone;
    };
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
