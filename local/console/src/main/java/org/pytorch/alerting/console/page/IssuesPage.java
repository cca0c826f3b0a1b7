package org.pytorch.alerting.console.page;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.pytorch.alerting.console.source.AlertRow.IssueId;
import org.pytorch.alerting.console.source.AwayException;
import org.pytorch.alerting.console.source.GitHub;
import org.pytorch.alerting.console.source.GitHubIssue;
import org.pytorch.alerting.console.story.IssueHistory;
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

  private final PageData data;

  IssuesPage(PageData data) {
    this.data = data;
  }

  /** Link to the same list in another state. */
  public record Choice(String text, String href, boolean current) {}

  /**
   * @param repositories the others, to choose from; empty if there is only this one
   */
  public record Model(
      String repo,
      List<Choice> repositories,
      Part<GitHub.Issues> issues,
      List<Choice> states,
      Optional<String> label,
      Optional<String> newer,
      Optional<String> older) {
    public Model {
      repositories = List.copyOf(repositories);
      states = List.copyOf(states);
    }
  }

  /** A comment and its rendered text. */
  public record Comment(GitHubIssue.Comment comment, String html) {}

  /**
   * @param history who changed what when; of the fake only
   * @param alert the page of the alert that it is about
   * @param problem why a change was not made; empty if none was asked for
   * @param draft a comment that was not taken, so that nobody has to write it again
   */
  public record Detail(
      String repo,
      GitHubIssue issue,
      String html,
      List<Comment> comments,
      Optional<String> newer,
      Optional<String> older,
      Part<List<IssueHistory.Entry>> history,
      Optional<String> alert,
      boolean canWrite,
      String problem,
      String draft) {
    public Detail {
      comments = List.copyOf(comments);
    }
  }

  /** The short address of an issue of the configured repository. */
  void showConfigured(Context context) {
    String repo = data.sources().gitHub().repo();
    Optional<Long> number = number(context);
    if (number.isEmpty()) {
      noIssue(context, repo);
      return;
    }
    context.redirect(Links.issue(repo, number.get()));
  }

  private void noIssue(Context context, String repo) {
    ErrorPage.notFound(
        data,
        context,
        "There is no issue #%s in %s".formatted(context.pathParam("number"), repo),
        Query.of("/github").with("repo", repo).with("state", "all").href(),
        "All issues");
  }

  void list(Context context) {
    Optional<String> wanted = Query.text(context, "repo");
    Optional<GitHub> found =
        wanted.isEmpty()
            ? Optional.of(data.sources().gitHub())
            : data.sources().gitHub().in(wanted.get());
    if (found.isEmpty()) {
      ErrorPage.notFound(
          data, context, "There is no repository " + wanted.orElse(""), "/github", "Issues");
      return;
    }
    GitHub gitHub = found.get();
    String state = Query.text(context, "state").filter(STATES::contains).orElse("open");
    Optional<String> label = Query.text(context, "label");
    GitHub.ListPage page =
        new GitHub.ListPage(
            Math.max(1, Query.number(context, "page").orElse(1)),
            Query.text(context, "after"),
            Query.text(context, "before"));
    Part<GitHub.Issues> issues =
        Part.of(() -> gitHub.issues(state, label.stream().toList(), page, PAGE_SIZE));
    Query all = Query.of("/github").withEach("repo", wanted.stream());
    Query query = all.with("state", state).withEach("label", label.stream());
    List<Choice> states =
        STATES.stream()
            .map(
                other ->
                    new Choice(
                        other,
                        all.with("state", other).withEach("label", label.stream()).href(),
                        other.equals(state)))
            .toList();
    data.page(
        context,
        new Html.About("Issues", "GitHub", true),
        "issues.jte",
        new Model(
            gitHub.repo(),
            repositories(gitHub),
            issues,
            states,
            label,
            issues.value().flatMap(GitHub.Issues::newer).map(newer -> href(query, newer)),
            issues.value().flatMap(GitHub.Issues::older).map(older -> href(query, older))));
  }

  private static String href(Query list, GitHub.ListPage page) {
    return list.with("page", page.number())
        .withEach("after", page.after().stream())
        .withEach("before", page.before().stream())
        .href();
  }

  /** The repositories of the fake and those of alerts, if there is more than this one. */
  private List<Choice> repositories(GitHub gitHub) {
    Set<String> names = new TreeSet<>(Part.of(gitHub::repositories).value().orElse(List.of()));
    if (data.sources().hasAlerts()) {
      Part.of(data::alerts).value().orElse(List.of()).stream()
          .flatMap(row -> row.issue().stream())
          .map(IssueId::repo)
          .forEach(names::add);
    }
    names.add(gitHub.repo());
    return names.size() == 1
        ? List.of()
        : names.stream()
            .map(name -> new Choice(name, Links.issues(name), name.equals(gitHub.repo())))
            .toList();
  }

  private Optional<GitHub> repository(Context context) {
    return data.sources()
        .gitHub()
        .in("%s/%s".formatted(context.pathParam("owner"), context.pathParam("name")));
  }

  void show(Context context) {
    String repo = "%s/%s".formatted(context.pathParam("owner"), context.pathParam("name"));
    Optional<GitHub> repository = repository(context);
    Optional<GitHubIssue> issue = repository.flatMap(it -> number(context).flatMap(it::issue));
    if (issue.isEmpty()) {
      noIssue(context, repo);
      return;
    }
    show(context, repository.orElseThrow(), issue.get(), "", "");
  }

  private void show(
      Context context, GitHub gitHub, GitHubIssue found, String problem, String draft) {
    int pages = Math.max(1, Math.ceilDiv(found.comments(), GitHub.COMMENTS_PER_PAGE));
    int page = Math.clamp(Query.number(context, "page").orElse(pages), 1, pages);
    Query query = Query.of(Links.issue(gitHub.repo(), found.number()));
    Detail detail =
        new Detail(
            gitHub.repo(),
            found,
            Links.html(found.body(), gitHub),
            gitHub.comments(found.number(), page).stream()
                .map(comment -> new Comment(comment, Links.html(comment.body(), gitHub)))
                .toList(),
            page == pages ? Optional.empty() : Optional.of(query.with("page", page + 1).href()),
            page == 1 ? Optional.empty() : Optional.of(query.with("page", page - 1).href()),
            Part.of(() -> IssueHistory.of(gitHub, found.number())),
            alertOf(found),
            gitHub.canWrite(),
            problem,
            draft);
    data.page(
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
        .filter(_ -> data.sources().hasAlerts())
        .findFirst();
  }

  void act(Context context) {
    Optional<GitHub> repository = repository(context);
    long number = number(context).orElse(0L);
    Optional<GitHubIssue> issue = repository.flatMap(it -> it.issue(number));
    if (issue.isEmpty()) {
      ErrorPage.notFound(data, context, "There is no such issue", "/github", "Issues");
      return;
    }
    GitHub gitHub = repository.orElseThrow();
    String draft = Query.form(context, "comment").orElse("");
    try {
      if (!draft.isEmpty()) {
        gitHub.comment(number, draft);
        draft = "";
      }
      switch (Query.form(context, "action").orElse("comment")) {
        case "close" -> gitHub.setOpen(number, false);
        case "reopen" -> gitHub.setOpen(number, true);
        default -> {
          // Only the comment.
        }
      }
      context.redirect(Links.issue(gitHub.repo(), number), HttpStatus.SEE_OTHER);
    } catch (AwayException e) {
      context.status(HttpStatus.BAD_GATEWAY);
      show(context, gitHub, issue.get(), e.text(), draft);
    }
  }

  private static Optional<Long> number(Context context) {
    return Optional.of(context.pathParam("number"))
        .filter(text -> text.matches("\\d{1,9}"))
        .map(Long::valueOf);
  }
}
