package org.pytorch.alerting.github.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.pytorch.alerting.github.GitHubIssues;
import org.pytorch.alerting.github.GitHubUnavailableException;
import org.pytorch.alerting.github.Issue;
import org.pytorch.alerting.github.IssueDraft;
import org.pytorch.alerting.github.Label;
import org.pytorch.alerting.github.Marker;
import org.pytorch.alerting.model.IssueRef;
import org.pytorch.alerting.model.Log;

/** {@link GitHubIssues} on GitHub's REST API. */
final class GitHubIssuesOverHttp implements GitHubIssues {
  /** Of a hundred items each, as many as GitHub gives. */
  static final int MAX_PAGES = 20;

  private static final Pattern NO_COMMENT_EVER =
      Pattern.compile("locked|commenting is disabled|more than [0-9]+ comments");

  private final GitHubCalls calls;
  private final Labels labels;
  private final Log log;

  GitHubIssuesOverHttp(GitHubCalls calls, KnownLabels known, Log log) {
    this.calls = calls;
    this.labels = new Labels(calls, known, log);
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
    HttpAnswer answer = required(call, calls.following(repo, call));
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
    URI first =
        calls.uri(
            "/repos/%s/issues?state=all&sort=created&direction=desc&since=%s&per_page=100"
                .formatted(repo, seconds(since)));
    List<Issue> found = new ArrayList<>();
    boolean complete =
        forEachPage(
            first,
            call -> calls.following(repo, call),
            page -> {
              for (JsonNode item : page.items()) {
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
    return new Search(found, complete);
  }

  @Override
  public boolean hasComment(IssueRef issue, Marker marker, Instant since) {
    URI first =
        calls.uri("%s/comments?since=%s&per_page=100".formatted(path(issue), seconds(since)));
    List<JsonNode> found = new ArrayList<>();
    boolean complete =
        forEachPage(
            first,
            call -> calls.following(issue.repo(), call),
            page -> {
              for (JsonNode item : page.items()) {
                boolean byApp = item.at("/user/type").asText("").equals("Bot");
                if (byApp && marker.isOn(item.path("body").asText(""))) {
                  found.add(item);
                  return false;
                }
              }
              return true;
            });
    if (found.isEmpty() && !complete) {
      throw new GitHubUnavailableException(
          "too many comments on %s since %s to tell whether an earlier attempt wrote one; search for '%s'"
              .formatted(issue, since, marker.line()));
    }
    return !found.isEmpty();
  }

  @Override
  public Reading read(IssueRef ref) {
    ApiCall call = ApiCall.get(calls.uri(path(ref)));
    return switch (ask(ref, call)) {
      case Vanished(String note) -> new Gone(note);
      case Answered(HttpAnswer answer) -> {
        Issue issue =
            IssueJson.issue(call, answer, ref.repo(), IssueJson.read(call, required(call, answer)));
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
            IssueJson.issue(call, answer, ref.repo(), IssueJson.read(call, required(call, answer)));
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
    return answer.isRedirect() && !following ? answer : required(call, answer);
  }

  private record Page(ApiCall call, HttpAnswer answer, JsonNode items) {}

  /**
   * Goes through a list as long as {@code visitor} wants more.
   *
   * @return whether all of it was seen that the visitor wanted to see
   */
  private boolean forEachPage(
      URI first, Function<ApiCall, HttpAnswer> send, Predicate<Page> visitor) {
    URI uri = first;
    for (int page = 0; page < MAX_PAGES; page++) {
      ApiCall call = ApiCall.get(uri);
      HttpAnswer answer = required(call, send.apply(call));
      JsonNode items = IssueJson.read(call, answer);
      if (!items.isArray()) {
        throw IssueJson.unreadable(call, answer, "it is not a list");
      }
      if (!visitor.test(new Page(call, answer, items))) {
        return true;
      }
      Optional<String> next = NextPage.of(answer);
      if (next.isEmpty()) {
        return true;
      }
      URI from = uri;
      uri =
          next.flatMap(text -> calls.onSameHost(from, text))
              .orElseThrow(
                  () -> IssueJson.unreadable(call, answer, "its next page is on another host"));
    }
    return false;
  }

  private static HttpAnswer required(ApiCall call, HttpAnswer answer) {
    if (!answer.isSuccess()) {
      throw Refusal.of(call.toString(), answer);
    }
    return answer;
  }

  private static String path(IssueRef ref) {
    return "/repos/" + ref.repo() + "/issues/" + ref.number();
  }

  /** As GitHub's lists take times: whole seconds. */
  private static String seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
