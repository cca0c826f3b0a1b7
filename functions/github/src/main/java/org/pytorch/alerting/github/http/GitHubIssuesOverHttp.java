package org.pytorch.alerting.github.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.pytorch.alerting.github.GitHubIssues;
import org.pytorch.alerting.github.Issue;
import org.pytorch.alerting.github.IssueDraft;
import org.pytorch.alerting.github.Label;
import org.pytorch.alerting.github.Marker;
import org.pytorch.alerting.model.IssueRef;
import org.pytorch.alerting.model.Log;

/** {@link GitHubIssues} on GitHub's REST API. */
final class GitHubIssuesOverHttp implements GitHubIssues {
  private static final Pattern NO_COMMENT_EVER =
      Pattern.compile("locked|commenting is disabled|more than [0-9]+ comments");

  private final GitHubCalls calls;
  private final Labels labels;
  private final Pages pages;
  private final UnlistedIssues unlisted;
  private final Log log;

  GitHubIssuesOverHttp(GitHubCalls calls, KnownLabels known, Log log) {
    this.calls = calls;
    this.labels = new Labels(calls, known, log);
    this.pages = new Pages(calls);
    this.unlisted = new UnlistedIssues(calls);
    this.log = log;
  }

  @Override
  public void ensureLabels(String repo, List<Label> wanted) {
    // Credentials that do not work are no problem of labels: they would fail the issue as well.
    calls.authorize(repo);
    labels.ensure(repo, wanted);
  }

  @Override
  public Issue create(String repo, IssueDraft draft) {
    List<String> names = draft.labels().stream().map(Label::name).toList();
    ApiCall call =
        ApiCall.lasting(
            "POST",
            calls.uri("/repos/" + repo + "/issues"),
            Map.of("title", draft.title(), "body", draft.body(), "labels", names));
    HttpAnswer answer = Refusal.required(call, calls.following(repo, call));
    Issue issue = IssueJson.issue(call, answer, repo, IssueJson.read(call, answer));
    warnOfDropped(names, issue);
    return issue;
  }

  /** GitHub answers 201 and leaves labels out when the App may not set them. */
  private void warnOfDropped(List<String> wanted, Issue issue) {
    TreeSet<String> dropped = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    dropped.addAll(wanted);
    dropped.removeIf(name -> issue.labels().stream().anyMatch(name::equalsIgnoreCase));
    if (!dropped.isEmpty()) {
      log.warn("GitHub dropped labels of a new issue; check that the App has 'Issues: write'")
          .with("issue", issue.ref().toString())
          .with("labels", dropped)
          .write();
    }
  }

  @Override
  public Search search(String repo, Marker marker, Instant since) {
    List<Issue> found = new ArrayList<>();
    AtomicLong newest = new AtomicLong();
    boolean complete =
        pages.forEach(
            repo,
            newestIssues(
                repo, "since=%s&per_page=%d".formatted(Pages.time(since), Pages.PAGE_SIZE)),
            page -> {
              for (JsonNode item : page.items()) {
                newest.accumulateAndGet(item.path("number").asLong(0), Math::max);
                if (IssueJson.createdAt(page.call(), page.answer(), item).isBefore(since)) {
                  return false;
                }
                if (!item.hasNonNull("pull_request")) {
                  Issue issue = IssueJson.issue(page.call(), page.answer(), repo, item);
                  Optional.of(issue).filter(one -> one.carries(marker)).ifPresent(found::add);
                }
              }
              return true;
            });
    if (!found.isEmpty() || !complete) {
      return new Search(found, complete);
    }
    return unlisted.search(repo, marker, newest.get() > 0 ? newest.get() : newestListed(repo));
  }

  /** {@return the highest number that the repository's list shows, 0 when it shows none} */
  private long newestListed(String repo) {
    return pages
        .read(repo, newestIssues(repo, "per_page=1"))
        .items()
        .path(0)
        .path("number")
        .asLong(0);
  }

  private URI newestIssues(String repo, String query) {
    return calls.uri(
        "/repos/%s/issues?state=all&sort=created&direction=desc&%s".formatted(repo, query));
  }

  @Override
  public Presence findComment(Issue issue, Marker marker, Instant since) {
    return new CommentSearch(calls, pages, issue, marker).since(since);
  }

  @Override
  public Reading read(IssueRef ref) {
    ApiCall call = ApiCall.get(calls.uri(path(ref)));
    return switch (ask(ref, call)) {
      case Vanished(String note) -> new Gone(note);
      case Answered(HttpAnswer answer) -> {
        Issue issue =
            IssueJson.issue(
                call, answer, ref.repo(), IssueJson.read(call, Refusal.required(call, answer)));
        yield issue.ref().equals(ref)
            ? new Found(issue)
            : new Gone(ref + " was transferred to another repository");
      }
    };
  }

  @Override
  public Commenting comment(IssueRef ref, String body) {
    ApiCall call =
        ApiCall.lasting("POST", calls.uri(path(ref) + "/comments"), Map.of("body", body));
    return switch (ask(ref, call)) {
      case Vanished(String note) -> new Gone(note);
      case Answered(HttpAnswer answer) when answer.isSuccess() -> new Commented();
      case Answered(HttpAnswer answer) when isRefusedForGood(answer) ->
          new CommentRefused(
              "GitHub takes no comment on %s: %s"
                  .formatted(ref, Redaction.quote(Refusal.message(answer))));
      case Answered(HttpAnswer answer) -> throw Refusal.of(call.toString(), answer);
    };
  }

  private static boolean isRefusedForGood(HttpAnswer answer) {
    return answer.status() == 422
        || (answer.status() == 403
            && NO_COMMENT_EVER.matcher(Refusal.message(answer).toLowerCase(Locale.ROOT)).find());
  }

  @Override
  public Closing close(IssueRef ref, CloseReason reason) {
    ApiCall call =
        ApiCall.lasting(
            "PATCH",
            calls.uri(path(ref)),
            Map.of("state", "closed", "state_reason", reason.apiName()));
    return switch (ask(ref, call)) {
      case Vanished(String note) -> new Gone(note);
      case Answered(HttpAnswer answer) -> {
        Issue issue =
            IssueJson.issue(
                call, answer, ref.repo(), IssueJson.read(call, Refusal.required(call, answer)));
        if (issue.open()) {
          throw IssueJson.unreadable(call, answer, "the issue is still open");
        }
        yield new Closed();
      }
    };
  }

  /** What a call on an issue that should exist can come to. */
  private sealed interface Asked {}

  private record Answered(HttpAnswer answer) implements Asked {}

  private record Vanished(String note) implements Asked {}

  /**
   * Asks about an issue, and finds out what it means when the issue is not where it was: a 301 is a
   * transferred issue or a renamed repository, and a 404 or 410 is a deleted issue or a repository
   * that we can no longer see.
   */
  private Asked ask(IssueRef ref, ApiCall call) {
    HttpAnswer answer = calls.once(ref.repo(), call);
    if (answer.isRedirect()) {
      if (!repository(ref.repo(), false).isRedirect()) {
        return new Vanished(ref + " was transferred to another repository");
      }
      answer = calls.followed(ref.repo(), call, answer);
    }
    if (answer.status() == 404 || answer.status() == 410) {
      repository(ref.repo(), true);
      return new Vanished(ref + " no longer exists; the repository is reachable");
    }
    return new Answered(answer);
  }

  private HttpAnswer repository(String repo, boolean following) {
    ApiCall call = ApiCall.get(calls.uri("/repos/" + repo));
    HttpAnswer answer = following ? calls.following(repo, call) : calls.once(repo, call);
    return answer.isRedirect() && !following ? answer : Refusal.required(call, answer);
  }

  private static String path(IssueRef ref) {
    return "/repos/" + ref.repo() + "/issues/" + ref.number();
  }
}
