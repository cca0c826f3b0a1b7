package org.pytorch.alerting.simulation.exploration.world;

import java.time.Instant;
import java.util.List;
import org.pytorch.alerting.github.GitHubRateLimitedException;
import org.pytorch.alerting.github.GitHubRejectedException;
import org.pytorch.alerting.github.GitHubUnavailableException;
import org.pytorch.alerting.github.issue.GitHubIssues;
import org.pytorch.alerting.github.issue.Issue;
import org.pytorch.alerting.github.issue.IssueDraft;
import org.pytorch.alerting.github.issue.IssueEdit;
import org.pytorch.alerting.github.issue.Label;
import org.pytorch.alerting.github.issue.Marker;
import org.pytorch.alerting.github.issue.SearchWindow;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.status.IssueRef;
import org.pytorch.alerting.runtime.StacklessException;
import org.pytorch.alerting.simulation.exploration.model.Age;
import org.pytorch.alerting.simulation.exploration.model.IssueCall;

/**
 * Replays the calls made so far with their replies, and stops the caller at the next one. This way
 * code that makes several calls can be run one call at a time, without threads.
 */
final class ReplayedIssues implements GitHubIssues {

  record Exchange(IssueCall call, Reply reply) {}

  /** The caller is stopped before {@code call}. */
  static final class StoppedException extends StacklessException {
    private static final long serialVersionUID = 1L;

    private final transient IssueCall call;

    private StoppedException(IssueCall call) {
      super("next: " + call);
      this.call = call;
    }

    IssueCall call() {
      return call;
    }
  }

  private final List<Exchange> past;
  private final int message;
  private final int firing;
  private final int shown;
  private int made;

  /**
   * @param message the message whose event caused the action
   * @param firing the minute of the firing that is reported, 0 for none
   * @param shown the same, if the status block alone shows it
   */
  ReplayedIssues(List<Exchange> past, int message, int firing, int shown) {
    this.past = past;
    this.message = message;
    this.firing = firing;
    this.shown = shown;
  }

  @Override
  public Issue create(String repo, IssueDraft draft) {
    return (Issue) make(new IssueCall.Create(lastLine(draft.body()), firing));
  }

  @Override
  public Search search(String repo, Marker marker, SearchWindow window) {
    return (Search) make(new IssueCall.Search(marker, window));
  }

  @Override
  public Search searchAlert(String repo, Fingerprint fingerprint, Instant closedSince) {
    // The explored worlds do not lose rows, so nobody asks.
    throw new UnsupportedOperationException("searchAlert");
  }

  @Override
  public IssueLookup read(IssueRef issue) {
    return (IssueLookup) make(new IssueCall.Read(number(issue), shown));
  }

  @Override
  public Presence findComment(Issue issue, Marker marker, Instant since) {
    return (Presence) make(new IssueCall.FindComment(number(issue.ref()), marker, since));
  }

  @Override
  public Commenting comment(IssueRef issue, String body) {
    return (Commenting) make(new IssueCall.Comment(number(issue), lastLine(body), message, firing));
  }

  @Override
  public Editing edit(IssueRef issue, IssueEdit edit) {
    return switch (edit.standing().orElseThrow(() -> unexplored("a text alone"))) {
      case IssueEdit.Closed(CloseReason reason) ->
          (Editing) make(new IssueCall.Close(number(issue), reason));
      case IssueEdit.Open _ -> (Editing) make(new IssueCall.Reopen(number(issue)));
    };
  }

  @Override
  public Editing addLabels(IssueRef issue, List<Label> labels) {
    throw unexplored("addLabels");
  }

  @Override
  public Editing removeLabel(IssueRef issue, String name) {
    throw unexplored("removeLabel");
  }

  @Override
  public Editing assign(IssueRef issue, List<String> logins) {
    throw unexplored("assign");
  }

  /** The explored decisions have no status and change nothing, so nobody asks. */
  private static UnsupportedOperationException unexplored(String what) {
    return new UnsupportedOperationException(what);
  }

  private Object make(IssueCall call) {
    if (made == past.size()) {
      throw new StoppedException(call);
    }
    Exchange exchange = past.get(made++);
    if (!exchange.call().equals(call)) {
      throw new IllegalStateException("the code is not a pure function of the replies: " + call);
    }
    return switch (exchange.reply()) {
      case Reply.Answered(Object value) -> value;
      case Reply.Failed _ -> throw new GitHubUnavailableException("the response was lost");
      case Reply.Limited _ -> throw new GitHubRateLimitedException("the limit is reached", Age.NOW);
      case Reply.Rejected _ -> throw new GitHubRejectedException("never");
    };
  }

  private static int number(IssueRef issue) {
    return Math.toIntExact(issue.number());
  }

  private static String lastLine(String body) {
    return body.substring(body.lastIndexOf('\n') + 1);
  }
}
