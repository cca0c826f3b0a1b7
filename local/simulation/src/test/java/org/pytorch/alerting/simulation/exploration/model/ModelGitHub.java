package org.pytorch.alerting.simulation.exploration.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.github.issue.GitHubIssues;
import org.pytorch.alerting.github.issue.GitHubIssues.CloseReason;
import org.pytorch.alerting.model.status.IssueRef;
import org.pytorch.alerting.simulation.exploration.model.ModelIssue.Fact;

/** The part of GitHub that our actions depend on. Its lists show every write at once. */
public record ModelGitHub(List<ModelIssue> issues) {
  private static final Pattern EPISODE = Pattern.compile(" episode=([0-9]+)");

  /** The result of a call. */
  public record Effect(ModelGitHub next, Object response) {}

  public Effect apply(IssueCall call) {
    return switch (call) {
      case IssueCall.Create(String line, int firing) -> create(line, firing);
      case IssueCall.Search search ->
          unchanged(
              new GitHubIssues.Search(
                  issues.stream()
                      .filter(issue -> issue.carries(search.marker(), search.window()))
                      .map(ModelIssue::toIssue)
                      .toList(),
                  true));
      case IssueCall.Read(int number, int shown) ->
          onExisting(
              number,
              issue -> issue.isOpen() ? issue.read().reporting(shown) : issue.read(),
              new GitHubIssues.Found(issue(number).toIssue()));
      case IssueCall.FindComment search ->
          unchanged(
              issue(search.number()).hasComment(search.marker(), search.since())
                  ? GitHubIssues.Presence.PRESENT
                  : GitHubIssues.Presence.ABSENT);
      case IssueCall.Comment comment ->
          onExisting(
              comment.number(),
              issue ->
                  issue.withComment(comment.line(), comment.message()).reporting(comment.firing()),
              new GitHubIssues.Commented());
      case IssueCall.Close(int number, CloseReason reason) ->
          onExisting(
              number,
              issue -> issue.closed(reason == CloseReason.DUPLICATE),
              new GitHubIssues.Edited());
      case IssueCall.Reopen(int number) ->
          onExisting(number, ModelIssue::reopenedByUs, new GitHubIssues.Edited());
    };
  }

  /** {@return the actions that people can take on issues, by description} */
  public Map<String, ModelGitHub> personActions() {
    Map<String, ModelGitHub> personActions = new TreeMap<>();
    for (ModelIssue issue : issues) {
      if (issue.exists()) {
        personActions.put(
            (issue.isOpen() ? "closes #" : "reopens #") + issue.number(),
            with(issue.isOpen() ? issue.closedByPerson() : issue.reopenedByPerson()));
        personActions.put("deletes #" + issue.number(), with(issue.deletedByPerson()));
        if (issue.isOpen()) {
          personActions.put("lets a bot close #" + issue.number(), with(issue.closedByBot()));
        }
        if (!issue.is(Fact.APPENDED)) {
          personActions.put("appends a line to #" + issue.number(), with(issue.appended()));
        }
      }
    }
    return personActions;
  }

  /** Makes everything at least {@code age} old. */
  public ModelGitHub agedTo(Age age) {
    return each(issue -> issue.agedTo(age));
  }

  /** Notes that we recorded that a person closed the issue of {@code alert}'s episode. */
  public ModelGitHub recordedAsManuallyClosed(StoredAlert alert) {
    return each(
        issue ->
            issue.episode() == alert.episode() || issue.isOf(alert)
                ? issue.recordedAsManuallyClosed()
                : issue);
  }

  /** From now on our actions must notice if a person has reopened this issue. */
  public ModelGitHub claimedBeside(IssueRef former) {
    return each(issue -> issue.number() == former.number() ? issue.read() : issue);
  }

  /** The issue is locked, so it cannot report this firing; that counts as if it did. */
  public ModelGitHub refusing(IssueCall.Comment comment) {
    return with(issue(comment.number()).reporting(comment.firing()));
  }

  private Effect create(String line, int firing) {
    Matcher episode = EPISODE.matcher(line);
    if (!episode.find()) {
      throw new IllegalArgumentException("the issue has no marker: " + line);
    }
    int number = issues.size() + 1;
    ModelIssue opened = ModelIssue.opened(number, line, Integer.parseInt(episode.group(1)), firing);
    List<ModelIssue> more = new ArrayList<>(issues);
    more.add(opened);
    return new Effect(new ModelGitHub(List.copyOf(more)), opened.toIssue());
  }

  private Effect onExisting(int number, UnaryOperator<ModelIssue> change, Object response) {
    ModelIssue issue = issue(number);
    return issue.exists()
        ? new Effect(with(change.apply(issue)), response)
        : unchanged(new GitHubIssues.Gone("deleted"));
  }

  private Effect unchanged(Object response) {
    return new Effect(this, response);
  }

  private ModelIssue issue(int number) {
    return issues.get(number - 1);
  }

  private ModelGitHub with(ModelIssue changed) {
    return each(issue -> issue.number() == changed.number() ? changed : issue);
  }

  private ModelGitHub each(UnaryOperator<ModelIssue> change) {
    return new ModelGitHub(issues.stream().map(change).toList());
  }
}
