package org.pytorch.alerting.github.action;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.pytorch.alerting.github.GitHubRejectedException;
import org.pytorch.alerting.github.issue.ActionRequest;
import org.pytorch.alerting.github.issue.GitHubIssues;
import org.pytorch.alerting.github.issue.GitHubIssues.Edited;
import org.pytorch.alerting.github.issue.GitHubIssues.Editing;
import org.pytorch.alerting.github.issue.GitHubIssues.Gone;
import org.pytorch.alerting.github.issue.Issue;
import org.pytorch.alerting.github.issue.IssueEdit;
import org.pytorch.alerting.github.issue.Label;
import org.pytorch.alerting.github.render.IssueText;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.model.route.Routing;
import org.pytorch.alerting.model.status.Change;
import org.pytorch.alerting.model.status.IssueStatus;
import org.pytorch.alerting.model.text.Truncation;
import org.pytorch.alerting.runtime.Log;

/**
 * Keeps an issue's status block, title, labels and assignees current. Nothing here needs a marker
 * or a search: each request states the desired result, so it can be repeated.
 */
final class Upkeep {
  private final GitHubIssues issues;
  private final IssueText issueText;
  private final Log log;

  Upkeep(GitHubIssues issues, IssueText issueText, Log log) {
    this.issues = issues;
    this.issueText = issueText;
    this.log = log;
  }

  /** {@return the edit that makes {@code issue}'s texts current} */
  IssueEdit edit(ActionRequest request, Issue issue) {
    return new IssueEdit(
        Optional.empty(),
        title(request, issue).filter(title -> !title.equals(issue.title())),
        body(request, issue).filter(body -> !body.equals(issue.body())));
  }

  /** {@return {@code issue}'s body with the status block; empty if it has no place for one} */
  private Optional<String> body(ActionRequest request, Issue issue) {
    return issueText.block(request, issue.ref().repo()).flatMap(block -> block.in(issue.body()));
  }

  /**
   * {@return {@code text} as a comment on {@code issue}} If a person has removed the status block
   * from the issue, the comments say what it would say.
   */
  String comment(ActionRequest request, Issue issue, String text) {
    return issueText
        .block(request, issue.ref().repo())
        .filter(block -> block.in(issue.body()).isEmpty())
        .map(block -> text + "\n\n" + block.content())
        .orElse(text);
  }

  /** Updates the prefix of a title, unless a person has changed it. */
  private static Optional<String> title(ActionRequest request, Issue issue) {
    Change change = request.change();
    Optional<Priority> now = request.event().priority();
    if (now.isEmpty() || (change.priority().isEmpty() && change.condition().isEmpty())) {
      return Optional.empty();
    }
    // Also the current one: an earlier attempt may have changed the title.
    return Stream.concat(change.priority().stream(), now.stream())
        .map(IssueText::titlePrefix)
        .filter(issue.title()::startsWith)
        .findFirst()
        .map(prefix -> issue.title().substring(prefix.length()))
        .map(
            rest ->
                change
                    .condition()
                    .map(former -> IssueText.about(request.event(), former, rest))
                    .orElse(rest))
        .map(
            rest ->
                Truncation.marked(
                    IssueText.titlePrefix(now.get()) + rest, IssueText.MAX_TITLE_LENGTH));
  }

  /** Makes an open issue current; sends nothing if it already is. */
  Editing refresh(ActionRequest request, Issue issue) {
    IssueEdit edit = edit(request, issue);
    return edit.isEmpty() ? new Edited() : issues.edit(issue.ref(), edit);
  }

  /**
   * Makes an issue current after its comment. The comment has notified people already, so a
   * permanent refusal does not fail the action; a temporary failure is retried.
   *
   * @return what an operator should know: what GitHub refuses
   */
  List<String> afterComment(ActionRequest request, Issue issue) {
    List<String> notes = new ArrayList<>();
    // The labels first: the old block shows another attempt which of them have changed.
    notes.addAll(follow(request, issue));
    notes.addAll(
        tolerantly(
            request,
            issue,
            "its text",
            () ->
                switch (refresh(request, issue)) {
                  case Edited _ -> List.of();
                  case Gone(String note) -> List.of(note);
                }));
    return notes;
  }

  /**
   * Updates labels and assignees after a change. Only our own labels are removed, and only those
   * that the issue had before.
   *
   * @return what an operator should know: what GitHub refuses
   */
  List<String> follow(ActionRequest request, Issue issue) {
    return tolerantly(
        request,
        issue,
        "its labels and assignees",
        () -> {
          relabel(request, issue);
          return List.of();
        });
  }

  private void relabel(ActionRequest request, Issue issue) {
    List<Label> wanted = added(request, issue);
    List<Label> missing = wanted.stream().filter(label -> !has(issue, label)).toList();
    if (!missing.isEmpty()) {
      issues.addLabels(issue.ref(), missing);
    }
    for (Label label : former(request, issue)) {
      if (has(issue, label) && wanted.stream().noneMatch(label::hasSameName)) {
        issues.removeLabel(issue.ref(), label.name());
      }
    }
    List<String> assignees =
        request.event().routing().flatMap(Routing::assignees).orElse(List.of());
    if (!request.change().equals(Change.NONE) && !assignees.isEmpty()) {
      issues.assign(issue.ref(), assignees);
    }
  }

  private static boolean has(Issue issue, Label label) {
    return issue.labels().stream().anyMatch(label.name()::equalsIgnoreCase);
  }

  private static List<Label> added(ActionRequest request, Issue issue) {
    AlertEvent event = request.event();
    List<Label> labels = new ArrayList<>();
    if (request.change().priority().isPresent()) {
      event.priority().map(Label::ofPriority).ifPresent(labels::add);
    }
    if (!request.change().teams().isEmpty()) {
      event.teams().stream().map(Label::ofTeam).forEach(labels::add);
    }
    if (request.change().condition().isPresent() && event.firesFor().isUnknown()) {
      labels.add(Label.NO_DATA);
    }
    if (isFlapping(request) && !IssueText.showsFlapping(issue.body())) {
      labels.add(Label.FLAPPING);
    }
    return labels;
  }

  private static boolean isFlapping(ActionRequest request) {
    return request.decision().status().map(IssueStatus::flapping).orElse(false);
  }

  private static List<Label> former(ActionRequest request, Issue issue) {
    List<Label> labels = new ArrayList<>();
    if (request.change().condition().isPresent() && !request.event().firesFor().isUnknown()) {
      labels.add(Label.NO_DATA);
    }
    // The block says what we have set: a person's later change of a label is kept.
    if (!isFlapping(request) && IssueText.showsFlapping(issue.body())) {
      labels.add(Label.FLAPPING);
    }
    // An event without a priority or a team does not change it, so the former one is kept.
    if (request.event().priority().isPresent()) {
      request.change().priority().map(Label::ofPriority).ifPresent(labels::add);
    }
    if (!request.event().teams().isEmpty()) {
      request.change().teams().stream().map(Label::ofTeam).forEach(labels::add);
    }
    return labels;
  }

  private List<String> tolerantly(
      ActionRequest request, Issue issue, String what, Supplier<List<String>> writes) {
    try {
      return writes.get();
    } catch (GitHubRejectedException e) {
      log.warn("GitHub refuses to change an issue; change %s by hand".formatted(what))
          .with("issue", issue.ref().toString())
          .with("event_id", request.claim().eventId())
          .with("error", String.valueOf(e.getMessage()))
          .write();
      return List.of("GitHub refuses to change %s: %s".formatted(what, e.getMessage()));
    }
  }
}
