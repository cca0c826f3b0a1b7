package org.pytorch.alerting.github.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.pytorch.alerting.github.GitHubException;
import org.pytorch.alerting.github.GitHubUnavailableException;
import org.pytorch.alerting.github.http.ApiCall;
import org.pytorch.alerting.github.http.AppIdentity;
import org.pytorch.alerting.github.http.GitHubCalls;
import org.pytorch.alerting.github.http.GitHubFailures;
import org.pytorch.alerting.github.http.GitHubResponse;
import org.pytorch.alerting.github.http.Redaction;
import org.pytorch.alerting.github.issue.GitHubIssues;
import org.pytorch.alerting.github.issue.Issue;
import org.pytorch.alerting.github.issue.IssueDraft;
import org.pytorch.alerting.github.issue.IssueEdit;
import org.pytorch.alerting.github.issue.Label;
import org.pytorch.alerting.github.issue.Marker;
import org.pytorch.alerting.github.issue.SearchWindow;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.status.IssueRef;
import org.pytorch.alerting.runtime.Log;

/** {@link GitHubIssues} on GitHub's REST API. */
final class GitHubIssuesOverHttp implements GitHubIssues {
  private static final Pattern NO_COMMENT_EVER =
      Pattern.compile(
          "locked|commenting is disabled|more than [0-9]+ comments|too long|cannot be blank");

  private final GitHubCalls calls;
  private final Labels labels;
  private final Pages pages;
  private final Log log;

  GitHubIssuesOverHttp(GitHubCalls calls, KnownLabels known, Log log) {
    this.calls = calls;
    this.labels = new Labels(calls, known, log);
    this.pages = new Pages(calls);
    this.log = log;
  }

  @Override
  public Issue create(String repo, IssueDraft draft) {
    IssueDraft wanted = draft;
    while (true) {
      ApiCall call = ApiCall.lasting("POST", calls.uri("/repos/" + repo + "/issues"), json(wanted));
      GitHubResponse response = calls.following(repo, call);
      Optional<IssueDraft> smaller = RefusedParts.without(response, wanted);
      if (smaller.isPresent()) {
        log.warn("GitHub refuses labels or assignees of a new issue; it is opened without them")
            .with("repo", repo)
            .with("error", Redaction.quote(GitHubFailures.message(response)))
            .write();
        wanted = smaller.get();
        continue;
      }
      JsonNode json = IssueJson.read(call, GitHubFailures.required(call, response));
      Issue issue = written(call, response, repo, json);
      warnOfDropped(wanted.labels().stream().map(Label::name).toList(), issue);
      noteNotAssigned(issue, wanted, json.path("assignees"));
      labels.describe(repo, wanted.labels(), json.path("labels"));
      return issue;
    }
  }

  private static Map<String, Object> json(IssueDraft draft) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("title", draft.title());
    json.put("body", draft.body());
    json.put("labels", draft.labels().stream().map(Label::name).toList());
    if (!draft.assignees().isEmpty()) {
      json.put("assignees", draft.assignees());
    }
    return json;
  }

  /** GitHub can also drop assignees silently. A failure here does not affect the issue. */
  private void noteNotAssigned(Issue issue, IssueDraft draft, JsonNode assigned) {
    List<String> missing = notAssigned(draft.assignees(), assigned);
    warnOfNotAssigned(issue.ref(), missing);
    if (missing.isEmpty() || !calls.time().allows(Labels.LABEL_TIMEOUT)) {
      return;
    }
    ApiCall call =
        ApiCall.change(
                calls.uri(path(issue.ref())),
                Map.of("body", draft.withoutAssignees(missing).body()))
            .within(Labels.LABEL_TIMEOUT);
    try {
      calls.following(issue.ref().repo(), call);
    } catch (GitHubException e) {
      log.warn("The note about those who were not assigned is missing in the issue")
          .with("issue", issue.ref().toString())
          .with("error", String.valueOf(e.getMessage()))
          .write();
    }
  }

  private static List<String> notAssigned(List<String> logins, JsonNode assigned) {
    return logins.stream()
        .filter(
            login ->
                assigned
                    .valueStream()
                    .noneMatch(it -> it.path("login").asText("").equalsIgnoreCase(login)))
        .toList();
  }

  private void warnOfNotAssigned(IssueRef issue, List<String> missing) {
    if (!missing.isEmpty()) {
      log.warn("GitHub did not assign everybody that the policy names")
          .with("issue", issue.toString())
          .with("assignees", missing)
          .write();
    }
  }

  /** GitHub returns 201 and drops labels if the App may not set them. */
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
  public Search search(String repo, Marker marker, SearchWindow window) {
    return new IssueSearch(calls, pages, repo, marker).within(window);
  }

  @Override
  public Search searchAlert(String repo, Fingerprint fingerprint, Instant closedSince) {
    return new AlertSearch(calls, pages, repo, fingerprint).search(closedSince);
  }

  @Override
  public Presence findComment(Issue issue, Marker marker, Instant since) {
    return new CommentSearch(calls, pages, issue, marker).since(since);
  }

  @Override
  public IssueLookup read(IssueRef ref) {
    ApiCall call = ApiCall.get(calls.uri(path(ref)));
    return switch (ask(ref, call)) {
      case Vanished(String note) -> new Gone(note);
      case Responded(GitHubResponse response) -> {
        Issue issue =
            IssueJson.issue(
                call,
                response,
                ref.repo(),
                IssueJson.read(call, GitHubFailures.required(call, response)),
                calls.identity());
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
      case Responded(GitHubResponse response) when response.isSuccess() -> new Commented();
      case Responded(GitHubResponse response) when isRefusedPermanently(response) ->
          new CommentRefused(
              "GitHub refuses comments on %s: %s"
                  .formatted(ref, Redaction.quote(GitHubFailures.message(response))));
      // GitHub refuses some comments temporarily, such as those on an issue that was just opened.
      // Their outcome counts as unknown, so that these attempts are counted and end.
      case Responded(GitHubResponse response) when response.status() == 422 ->
          throw new GitHubUnavailableException(
              "%s returned 422: %s"
                  .formatted(call, Redaction.quote(GitHubFailures.message(response))));
      case Responded(GitHubResponse response) -> throw GitHubFailures.of(call, response);
    };
  }

  private static boolean isRefusedPermanently(GitHubResponse response) {
    return (response.status() == 403 || response.status() == 422)
        && NO_COMMENT_EVER.matcher(GitHubFailures.reasons(response)).find();
  }

  @Override
  public Editing edit(IssueRef ref, IssueEdit edit) {
    ApiCall call = ApiCall.lasting("PATCH", calls.uri(path(ref)), json(edit));
    return switch (ask(ref, call)) {
      case Vanished(String note) -> new Gone(note);
      case Responded(GitHubResponse response) -> {
        requireStanding(edit, call, GitHubFailures.required(call, response), ref.repo());
        yield new Edited();
      }
    };
  }

  private static Map<String, Object> json(IssueEdit edit) {
    Map<String, Object> json = new LinkedHashMap<>();
    edit.standing()
        .ifPresent(
            standing -> {
              json.put("state", stateOf(standing));
              json.put(
                  "state_reason",
                  switch (standing) {
                    case IssueEdit.Open _ -> "reopened";
                    case IssueEdit.Closed(CloseReason reason) -> reason.apiName();
                  });
            });
    edit.title().ifPresent(title -> json.put("title", title));
    edit.body().ifPresent(body -> json.put("body", body));
    return json;
  }

  private static String stateOf(IssueEdit.Standing standing) {
    return switch (standing) {
      case IssueEdit.Open _ -> "open";
      case IssueEdit.Closed _ -> "closed";
    };
  }

  private static void requireStanding(
      IssueEdit edit, ApiCall call, GitHubResponse response, String repo) {
    boolean open = written(call, response, repo, IssueJson.read(call, response)).open();
    edit.standing()
        .map(GitHubIssuesOverHttp::stateOf)
        .filter(state -> state.equals("open") != open)
        .ifPresent(
            state -> {
              throw IssueJson.unreadable(call, response, "the issue is not " + state);
            });
  }

  @Override
  public Editing addLabels(IssueRef ref, List<Label> added) {
    ApiCall call =
        ApiCall.lasting(
            "POST",
            calls.uri(path(ref) + "/labels"),
            Map.of("labels", added.stream().map(Label::name).toList()));
    return switch (ask(ref, call)) {
      case Vanished(String note) -> new Gone(note);
      case Responded(GitHubResponse response) -> {
        JsonNode onIssue = IssueJson.read(call, GitHubFailures.required(call, response));
        labels.describe(ref.repo(), added, onIssue);
        yield new Edited();
      }
    };
  }

  @Override
  public Editing removeLabel(IssueRef ref, String name) {
    ApiCall call =
        ApiCall.lasting("DELETE", calls.uri(path(ref) + "/labels/" + Labels.encode(name)));
    return switch (ask(ref, call)) {
      // The issue exists without the label, or not at all: in both cases it is not on the issue.
      case Vanished _ -> new Edited();
      case Responded(GitHubResponse response) -> {
        GitHubFailures.required(call, response);
        yield new Edited();
      }
    };
  }

  @Override
  public Editing assign(IssueRef ref, List<String> logins) {
    ApiCall call =
        ApiCall.lasting("POST", calls.uri(path(ref) + "/assignees"), Map.of("assignees", logins));
    return switch (ask(ref, call)) {
      case Vanished(String note) -> new Gone(note);
      case Responded(GitHubResponse response) -> {
        JsonNode json = IssueJson.read(call, GitHubFailures.required(call, response));
        warnOfNotAssigned(ref, notAssigned(logins, json.path("assignees")));
        yield new Edited();
      }
    };
  }

  /** {@return the issue that our App has just written, so its author is known} */
  private static Issue written(ApiCall call, GitHubResponse response, String repo, JsonNode json) {
    return IssueJson.issue(call, response, repo, json, AppIdentity.unknown());
  }

  /** The result of a call on an issue that should exist. */
  private sealed interface Asked {}

  private record Responded(GitHubResponse response) implements Asked {}

  private record Vanished(String note) implements Asked {}

  /**
   * Makes a call on an issue, and finds out what it means if the issue is not where it was: a
   * redirect is a transferred issue or a renamed repository or both, and a 404 or 410 is a deleted
   * issue or a repository that we can no longer see.
   */
  private Asked ask(IssueRef ref, ApiCall call) {
    GitHubResponse response = calls.once(ref.repo(), call);
    if (response.isRedirect()) {
      response = calls.once(ref.repo(), call.at(byRepositoryId(ref, call)));
    }
    if (response.isRedirect()) {
      return new Vanished(ref + " was transferred to another repository");
    }
    if (response.status() == 404 || response.status() == 410) {
      repository(ref.repo());
      return new Vanished(ref + " no longer exists; the repository is reachable");
    }
    return new Responded(response);
  }

  /**
   * {@return the address of {@code call} on an issue by its repository's id, which stays the same
   * if the repository is renamed}
   */
  private URI byRepositoryId(IssueRef ref, ApiCall call) {
    ApiCall asked = ApiCall.get(calls.uri("/repos/" + ref.repo()));
    GitHubResponse response = repository(ref.repo());
    JsonNode id = IssueJson.read(asked, response).path("id");
    if (!id.isIntegralNumber()) {
      throw IssueJson.unreadable(asked, response, "the repository has no id");
    }
    String withinRepository = call.uri().toString().substring(asked.uri().toString().length());
    return calls.uri("/repositories/" + id.asText() + withinRepository);
  }

  private GitHubResponse repository(String repo) {
    ApiCall call = ApiCall.get(calls.uri("/repos/" + repo));
    return GitHubFailures.required(call, calls.following(repo, call));
  }

  private static String path(IssueRef ref) {
    return "/repos/" + ref.repo() + "/issues/" + ref.number();
  }
}
