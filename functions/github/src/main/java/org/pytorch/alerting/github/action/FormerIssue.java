package org.pytorch.alerting.github.action;

import static org.pytorch.alerting.github.action.IssueActions.done;
import static org.pytorch.alerting.github.action.IssueActions.noted;

import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.github.GitHubAccessException;
import org.pytorch.alerting.github.GitHubRejectedException;
import org.pytorch.alerting.github.issue.ActionRequest;
import org.pytorch.alerting.github.issue.GitHubIssues;
import org.pytorch.alerting.github.issue.GitHubIssues.CommentRefused;
import org.pytorch.alerting.github.issue.GitHubIssues.Commented;
import org.pytorch.alerting.github.issue.GitHubIssues.Edited;
import org.pytorch.alerting.github.issue.GitHubIssues.Found;
import org.pytorch.alerting.github.issue.GitHubIssues.Gone;
import org.pytorch.alerting.github.issue.GitHubIssues.IssueLookup;
import org.pytorch.alerting.github.issue.Issue;
import org.pytorch.alerting.github.issue.IssueEdit;
import org.pytorch.alerting.github.render.CommentText;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.Outcome;
import org.pytorch.alerting.model.status.IssueRef;

/** The issue of the alert's previous episode, for an alert that fires again. */
final class FormerIssue {
  private final GitHubIssues issues;
  private final Comments comments;
  private final Upkeep upkeep;
  private final CommentText commentText;

  FormerIssue(GitHubIssues issues, Comments comments, Upkeep upkeep, CommentText commentText) {
    this.issues = issues;
    this.comments = comments;
    this.upkeep = upkeep;
    this.commentText = commentText;
  }

  /**
   * Uses the previous episode's issue if it is open, because a person has reopened it or its route
   * never closes it, or reopens it if that is asked for and no person has closed it; empty if
   * neither.
   */
  Optional<Outcome> use(ActionRequest request, IssueRef ref, String target) {
    return switch (readFormer(ref, target)) {
      case Gone _ -> Optional.empty();
      case Found(Issue former) when !former.ours() -> Optional.empty();
      case Found(Issue former) when mayReopen(request, former) -> reopenFormer(request, former);
      case Found(Issue former) when !former.open() ->
          former.closedByPerson() && comments.isPosted(request, former)
              ? Optional.of(done(ref, "closed by a person after this was posted"))
              : Optional.empty();
      case Found(Issue former) ->
          switch (comments.post(request, former, commentText.firesAgain(request))) {
            case Commented _ ->
                Optional.of(
                    done(
                        ref,
                        noted(
                            "the previous issue was still open",
                            upkeep.afterComment(request, former))));
            case CommentRefused(String note) ->
                Optional.of(done(ref, noted(note, upkeep.afterComment(request, former))));
            case Gone _ -> Optional.empty();
          };
    };
  }

  private static boolean mayReopen(ActionRequest request, Issue former) {
    return request.decision().action() == AlertAction.REOPEN
        && !former.open()
        && !former.locked()
        && !former.closedByPerson()
        && !former.closedByUsAsDuplicate();
  }

  /**
   * Reopens the previous episode's issue; empty if it cannot be commented on, because then nobody
   * would notice.
   */
  private Optional<Outcome> reopenFormer(ActionRequest request, Issue former) {
    // The comment first: if we are cut off in between, the next attempt finds its marker.
    if (!(comments.post(request, former, commentText.reopening(request)) instanceof Commented)) {
      return Optional.empty();
    }
    List<String> notes = upkeep.follow(request, former);
    IssueEdit edit = upkeep.edit(request, former).and(new IssueEdit.Open());
    return switch (issues.edit(former.ref(), edit)) {
      case Gone _ -> Optional.empty();
      case Edited _ -> Optional.of(done(former.ref(), noted("reopened", notes)));
    };
  }

  /** In a repository that the policy has left, the App may have lost its access. */
  private IssueLookup readFormer(IssueRef ref, String target) {
    try {
      return issues.read(ref);
    } catch (GitHubAccessException | GitHubRejectedException e) {
      if (ref.repo().equals(target)) {
        throw e;
      }
      return new Gone("%s cannot be read: %s".formatted(ref, e.getMessage()));
    }
  }
}
