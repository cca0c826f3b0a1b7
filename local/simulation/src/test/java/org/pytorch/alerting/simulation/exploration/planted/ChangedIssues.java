package org.pytorch.alerting.simulation.exploration.planted;

import java.util.List;
import java.util.function.UnaryOperator;
import org.pytorch.alerting.github.issue.GitHubIssues;
import org.pytorch.alerting.github.issue.Issue;
import org.pytorch.alerting.github.issue.Marker;
import org.pytorch.alerting.github.issue.SearchWindow;
import org.pytorch.alerting.model.status.IssueRef;

/** GitHub for a client that misreads every issue. */
final class ChangedIssues extends ForwardedIssues {
  private final UnaryOperator<Issue> change;

  /**
   * @param change how the client misreads an issue; a search only finds issues that carry the
   *     marker as misread
   */
  ChangedIssues(GitHubIssues issues, UnaryOperator<Issue> change) {
    super(issues);
    this.change = change;
  }

  @Override
  public Search search(String repo, Marker marker, SearchWindow window) {
    Search search = super.search(repo, marker, window);
    List<Issue> seen =
        search.found().stream().map(change).filter(issue -> issue.carries(marker)).toList();
    return new Search(seen, search.complete());
  }

  @Override
  public IssueLookup read(IssueRef issue) {
    return switch (super.read(issue)) {
      case Found(Issue found) -> new Found(change.apply(found));
      case Gone gone -> gone;
    };
  }
}
