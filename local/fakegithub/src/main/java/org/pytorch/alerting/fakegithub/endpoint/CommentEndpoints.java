package org.pytorch.alerting.fakegithub.endpoint;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.fakegithub.auth.Access;
import org.pytorch.alerting.fakegithub.call.CallResponse;
import org.pytorch.alerting.fakegithub.call.Refusal;
import org.pytorch.alerting.fakegithub.data.Comment;
import org.pytorch.alerting.fakegithub.data.GitHubState;
import org.pytorch.alerting.fakegithub.data.Issue;
import org.pytorch.alerting.fakegithub.data.Repository;
import org.pytorch.alerting.fakegithub.data.TextRules;
import org.pytorch.alerting.fakegithub.route.Page;
import org.pytorch.alerting.fakegithub.route.Rendering;
import org.pytorch.alerting.fakegithub.route.RoutedCall;
import org.pytorch.alerting.fakegithub.route.Router;

/** Comments on issues: create, list, read, change, delete. */
final class CommentEndpoints {
  private final GitHubState state;
  private final Rendering rendering;
  private final IssueFinder finder;

  CommentEndpoints(GitHubState state, Rendering rendering, IssueFinder finder) {
    this.state = state;
    this.rendering = rendering;
    this.finder = finder;
  }

  void addTo(Router router) {
    router
        .inRepository(
            "POST",
            "/issues/{number}/comments",
            Access.ISSUES_WRITE,
            this::create,
            "rest/issues/comments#create-an-issue-comment")
        .inRepository(
            "GET",
            "/issues/{number}/comments",
            Access.ISSUES_READ,
            this::listOfIssue,
            "rest/issues/comments#list-issue-comments")
        .inRepository(
            "GET",
            "/issues/comments",
            Access.ISSUES_READ,
            this::listOfRepository,
            "rest/issues/comments#list-issue-comments-for-a-repository")
        .inRepository(
            "GET",
            "/issues/comments/{id}",
            Access.ISSUES_READ,
            this::get,
            "rest/issues/comments#get-an-issue-comment")
        .inRepository(
            "PATCH",
            "/issues/comments/{id}",
            Access.ISSUES_WRITE,
            this::update,
            "rest/issues/comments#update-an-issue-comment")
        .inRepository(
            "DELETE",
            "/issues/comments/{id}",
            Access.ISSUES_WRITE,
            this::delete,
            "rest/issues/comments#delete-an-issue-comment");
  }

  private CallResponse create(RoutedCall request) {
    Issue issue = finder.require(request);
    String body = request.json().requiredText("body");
    requireOpenToComments(request, issue);
    TextRules.requireComment(body);
    Instant second = request.second();
    Comment comment =
        new Comment(
            state.nextCommentId(),
            issue.number(),
            request.author(),
            request.isByAnyApp(),
            body,
            second,
            second);
    request.repository().put(comment, request.now());
    request.repository().put(issue.withComments(issue.comments() + 1, second), request.now());
    var rendered = rendering.comment(request.repository(), comment);
    return CallResponse.json(201, rendered).withHeader("location", rendered.get("url").asText());
  }

  /** A locked issue accepts comments only from collaborators; an App is not one. */
  private void requireOpenToComments(RoutedCall request, Issue issue) {
    boolean collaborator = !request.isByApp() && Access.ISSUES_TRIAGE.allows(request.caller());
    if (issue.lock().isPresent() && !collaborator) {
      throw Refusal.of(403, "Unable to create comment because issue is locked.");
    }
    int max = state.rules().commentsPerIssueMax();
    if (issue.comments() >= max) {
      throw Refusal.of(
          403, "Commenting is disabled on issues with more than %d comments".formatted(max));
    }
  }

  private CallResponse listOfIssue(RoutedCall request) {
    Repository repository = request.repository();
    Issue issue = finder.require(request);
    List<Comment> comments =
        since(request, repository.commentsAsOf(issue.number(), shown(request)));
    String url = rendering.urlById(repository) + "/issues/" + issue.number() + "/comments";
    return page(request, url, comments);
  }

  private CallResponse listOfRepository(RoutedCall request) {
    IssueFinder.requireIssues(request.repository());
    List<String> sorts = List.of("created", "updated");
    boolean byUpdate = IssueQuery.oneOf(request, "sort", "created", sorts).equals("updated");
    Comparator<Comment> order =
        Comparator.comparing(byUpdate ? Comment::updatedAt : Comment::createdAt);
    order = order.thenComparingLong(Comment::id);
    List<String> directions = List.of("asc", "desc");
    if (IssueQuery.oneOf(request, "direction", "asc", directions).equals("desc")) {
      order = order.reversed();
    }
    List<Comment> comments =
        since(request, request.repository().commentsAsOf(shown(request))).stream()
            .sorted(order)
            .toList();
    return page(request, rendering.urlById(request.repository()) + "/issues/comments", comments);
  }

  private CallResponse page(RoutedCall request, String url, List<Comment> comments) {
    return new Page<>(request, url, comments, Comment::id)
        .response(comment -> rendering.comment(request.repository(), comment));
  }

  private CallResponse get(RoutedCall request) {
    return CallResponse.json(200, rendering.comment(request.repository(), find(request)));
  }

  private CallResponse update(RoutedCall request) {
    Comment comment = find(request);
    requireMayEdit(request, comment);
    String body = request.json().requiredText("body");
    TextRules.requireComment(body);
    Comment changed = comment.withBody(body, request.second());
    request.repository().put(changed, request.now());
    return CallResponse.json(200, rendering.comment(request.repository(), changed));
  }

  private CallResponse delete(RoutedCall request) {
    Comment comment = find(request);
    requireMayEdit(request, comment);
    Repository repository = request.repository();
    repository.remove(comment, request.now());
    repository
        .issue(comment.issueNumber())
        .ifPresent(
            issue ->
                repository.put(
                    issue.withComments(issue.comments() - 1, request.second()), request.now()));
    return CallResponse.empty(204);
  }

  private static Comment find(RoutedCall request) {
    IssueFinder.requireIssues(request.repository());
    return request.repository().comment(request.number("id")).orElseThrow(Refusal::notFound);
  }

  private Instant shown(RoutedCall request) {
    return request.now().minus(state.rules().listLag());
  }

  private static List<Comment> since(RoutedCall request, List<Comment> comments) {
    Optional<Instant> since = IssueQuery.since(request);
    return comments.stream()
        .filter(comment -> since.map(time -> !comment.updatedAt().isBefore(time)).orElse(true))
        .toList();
  }

  private static void requireMayEdit(RoutedCall request, Comment comment) {
    boolean own = comment.author().equals(request.author());
    if (!own && !Access.ISSUES_TRIAGE.allows(request.caller())) {
      throw Refusal.needsWriteAccess();
    }
  }
}
