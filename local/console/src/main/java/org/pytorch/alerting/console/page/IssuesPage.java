package org.pytorch.alerting.console.page;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.pytorch.alerting.console.source.GitHub;
import org.pytorch.alerting.console.source.GitHubIssue;
import org.pytorch.alerting.console.web.Html;
import org.pytorch.alerting.console.web.Part;
import org.pytorch.alerting.console.web.Query;

/** The repository's issues as GitHub shows them, and what a person can do with them. */
public final class IssuesPage {
  private static final int PAGE_SIZE = 25;
  private static final List<String> STATES = List.of("open", "closed", "all");

  /** What the pipeline writes into each of its issues. */
  private static final Pattern MARKER =
      Pattern.compile("<!-- alert-pipeline v1 issue fingerprint=([0-9a-f]{64}) ");

  private final Desk desk;

  IssuesPage(Desk desk) {
    this.desk = desk;
  }

  /** Link to the same list in another state. */
  public record Choice(String text, String href, boolean current) {}

  public record Model(
      String repo,
      Part<GitHub.Issues> issues,
      List<Choice> states,
      Optional<String> label,
      Optional<String> newer,
      Optional<String> older) {
    public Model {
      states = List.copyOf(states);
    }
  }

  /** A comment and its rendered text. */
  public record Comment(GitHubIssue.Comment comment, String html) {}

  /**
   * @param changes the requests that changed it, from the fake's log
   * @param alert the page of the alert that it is about
   */
  public record Detail(
      String repo,
      GitHubIssue issue,
      String html,
      List<Comment> comments,
      Optional<String> newer,
      Optional<String> older,
      Part<List<GitHub.Request>> changes,
      Optional<String> alert,
      boolean canWrite) {
    public Detail {
      comments = List.copyOf(comments);
    }
  }

  void list(Context context) {
    GitHub gitHub = desk.sources().gitHub();
    String state = Query.text(context, "state").filter(STATES::contains).orElse("open");
    Optional<String> label = Query.text(context, "label");
    int page = Math.max(1, Query.number(context, "page").orElse(1));
    Part<GitHub.Issues> issues = Part.of(() -> gitHub.issues(state, label, page, PAGE_SIZE));
    Query query = Query.of("/github").with("state", state).with("label", label);
    List<Choice> states =
        STATES.stream()
            .map(
                other ->
                    new Choice(
                        other,
                        Query.of("/github").with("state", other).with("label", label).href(),
                        other.equals(state)))
            .toList();
    desk.page(
        context,
        new Html.About("Issues", "GitHub", true),
        "issues.jte",
        new Model(
            gitHub.repo(),
            issues,
            states,
            label,
            page == 1 ? Optional.empty() : Optional.of(query.with("page", page - 1).href()),
            issues
                .value()
                .filter(found -> page < found.lastPage())
                .map(_ -> query.with("page", page + 1).href())));
  }

  void show(Context context) {
    GitHub gitHub = desk.sources().gitHub();
    Optional<Long> number = number(context);
    Optional<GitHubIssue> issue = number.flatMap(gitHub::issue);
    if (issue.isEmpty()) {
      ErrorPage.notFound(
          desk,
          context,
          "There is no issue #%s in %s".formatted(context.pathParam("number"), gitHub.repo()),
          "/github?state=all",
          "All issues");
      return;
    }
    GitHubIssue found = issue.get();
    int pages = Math.max(1, Math.ceilDiv(found.comments(), GitHub.COMMENTS_PER_PAGE));
    int page = Math.clamp(Query.number(context, "page").orElse(pages), 1, pages);
    Query query = Query.of(Links.issue(found.number()));
    Detail detail =
        new Detail(
            gitHub.repo(),
            found,
            Links.html(found.body(), gitHub),
            gitHub.comments(found.number(), page).comments().stream()
                .map(comment -> new Comment(comment, Links.html(comment.body(), gitHub)))
                .toList(),
            page == pages ? Optional.empty() : Optional.of(query.with("page", page + 1).href()),
            page == 1 ? Optional.empty() : Optional.of(query.with("page", page - 1).href()),
            Part.of(() -> gitHub.changesOf(found.number())),
            alertOf(found),
            gitHub.canWrite());
    desk.page(
        context,
        new Html.About("#%d %s".formatted(found.number(), found.title()), "GitHub", true),
        "issue.jte",
        detail);
  }

  /** {@return the page of the alert whose marker is in the issue} */
  private Optional<String> alertOf(GitHubIssue issue) {
    return MARKER
        .matcher(issue.body())
        .results()
        .map(marker -> Links.alert(marker.group(1)))
        .filter(_ -> desk.sources().hasAlerts())
        .findFirst();
  }

  void act(Context context) {
    GitHub gitHub = desk.sources().gitHub();
    long number = number(context).orElse(0L);
    if (gitHub.issue(number).isEmpty()) {
      ErrorPage.notFound(desk, context, "There is no such issue", "/github", "Issues");
      return;
    }
    Query.form(context, "comment").ifPresent(text -> gitHub.comment(number, text));
    switch (Query.form(context, "action").orElse("comment")) {
      case "close" -> gitHub.setOpen(number, false);
      case "reopen" -> gitHub.setOpen(number, true);
      default -> {
        // Only the comment.
      }
    }
    context.redirect(Links.issue(number), HttpStatus.SEE_OTHER);
  }

  private static Optional<Long> number(Context context) {
    return Optional.of(context.pathParam("number"))
        .filter(text -> text.matches("\\d{1,9}"))
        .map(Long::valueOf);
  }
}
