package org.pytorch.alerting.github.action;

import java.util.Optional;
import org.pytorch.alerting.github.issue.ActionRequest;
import org.pytorch.alerting.github.issue.IssueDraft;
import org.pytorch.alerting.github.issue.Label;
import org.pytorch.alerting.github.issue.Marker;
import org.pytorch.alerting.github.render.CommentText;
import org.pytorch.alerting.github.render.IssueText;
import org.pytorch.alerting.github.render.StatusBlock;
import org.pytorch.alerting.model.action.ExecutionId;
import org.pytorch.alerting.model.action.Outcome;
import org.pytorch.alerting.runtime.Log;

/** Replaces GitHub while it is disabled: logs what would be sent, and sends nothing. */
public final class DryRun {
  private final IssueText issueText;
  private final CommentText commentText;
  private final Log log;

  public DryRun(IssueText issueText, CommentText commentText, Log log) {
    this.issueText = issueText;
    this.commentText = commentText;
    this.log = log;
  }

  public Outcome log(ActionRequest request) {
    switch (request.decision().action()) {
      case CREATE -> logIssue(request);
      case COMMENT -> logText(request, "comment on an issue", commentText.of(request));
      case UPDATE -> logText(request, "rewrite the status of an issue", status(request));
      case REOPEN ->
          logText(request, "comment on and reopen an issue", commentText.reopening(request));
      case CLOSE -> logText(request, "comment on and close an issue", commentText.of(request));
      case COUNT, JOIN, SKIP_STALE, SKIP_MANUAL_CLOSE, SKIP_POLICY, REJECT, GIVE_UP, POSTPONE ->
          throw new IllegalArgumentException(
              "nothing to do on GitHub for " + request.decision().action());
    }
    return new Outcome(
        Outcome.Result.DISABLED,
        request.decision().issue(),
        Optional.of("ENABLE_GITHUB_ISSUES is false; the request is in the log"));
  }

  private void logIssue(ActionRequest request) {
    Marker marker = Marker.ofIssue(request.decision().fingerprint(), request.decision().episode());
    IssueDraft draft = issueText.draft(request, marker);
    log.info("GitHub is switched off; would open an issue")
        .with("fingerprint", request.decision().fingerprint())
        .with("event_id", request.claim().eventId())
        .with("message_id", ExecutionId.messageId(request.executionId()))
        .with("delivery_id", request.claim().eventId().deliveryId())
        .with("repo", request.claim().repository())
        .with("title", draft.title())
        .with("labels", draft.labels().stream().map(Label::name).toList())
        .with("assignees", Optional.of(draft.assignees()).filter(it -> !it.isEmpty()))
        .with("body_length", draft.body().codePointCount(0, draft.body().length()))
        .write();
  }

  private String status(ActionRequest request) {
    return issueText
        .block(request, request.claim().repository())
        .map(StatusBlock::content)
        .orElse("");
  }

  private void logText(ActionRequest request, String what, String text) {
    log.info("GitHub is switched off; would " + what)
        .with("fingerprint", request.decision().fingerprint())
        .with("event_id", request.claim().eventId())
        .with("message_id", ExecutionId.messageId(request.executionId()))
        .with("delivery_id", request.claim().eventId().deliveryId())
        .with(
            "issue",
            request
                .decision()
                .issue()
                .or(() -> request.decision().formerIssue())
                .map(Object::toString))
        .with("body_length", text.codePointCount(0, text.length()))
        .write();
  }
}
