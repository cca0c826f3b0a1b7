package org.pytorch.alerting.fakegithub.endpoint;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.fakegithub.auth.Access;
import org.pytorch.alerting.fakegithub.call.CallResponse;
import org.pytorch.alerting.fakegithub.call.FieldError;
import org.pytorch.alerting.fakegithub.call.JsonBody;
import org.pytorch.alerting.fakegithub.call.Refusal;
import org.pytorch.alerting.fakegithub.data.GitHubState;
import org.pytorch.alerting.fakegithub.data.Issue;
import org.pytorch.alerting.fakegithub.data.LabelStore;
import org.pytorch.alerting.fakegithub.data.Repository;
import org.pytorch.alerting.fakegithub.data.TextRules;
import org.pytorch.alerting.fakegithub.route.Page;
import org.pytorch.alerting.fakegithub.route.Rendering;
import org.pytorch.alerting.fakegithub.route.RoutedCall;
import org.pytorch.alerting.fakegithub.route.Router;
import org.pytorch.alerting.fakegithub.settings.Account;

/** Issues: create, read, change, list, assign, lock. */
final class IssueEndpoints {
  private static final List<String> STATES = List.of("open", "closed");
  private static final List<String> REASONS =
      List.of("completed", "not_planned", "duplicate", "reopened");
  private static final List<String> LOCK_REASONS =
      List.of("off-topic", "too heated", "resolved", "spam");

  private static final int ASSIGNEES_MAX = 10;

  private final GitHubState state;
  private final Rendering rendering;
  private final IssueFinder finder;
  private final LabelStore labels;

  IssueEndpoints(GitHubState state, Rendering rendering, IssueFinder finder, LabelStore labels) {
    this.state = state;
    this.rendering = rendering;
    this.finder = finder;
    this.labels = labels;
  }

  void addTo(Router router) {
    router
        .inRepository(
            "POST",
            "/issues",
            Access.ISSUES_WRITE,
            this::create,
            "rest/issues/issues#create-an-issue")
        .inRepository(
            "GET",
            "/issues",
            Access.ISSUES_READ,
            this::list,
            "rest/issues/issues#list-repository-issues")
        .inRepository(
            "GET",
            "/issues/{number}",
            Access.ISSUES_READ,
            this::get,
            "rest/issues/issues#get-an-issue")
        .inRepository(
            "PATCH",
            "/issues/{number}",
            Access.ISSUES_WRITE,
            this::update,
            "rest/issues/issues#update-an-issue")
        .inRepository(
            "POST",
            "/issues/{number}/assignees",
            Access.ISSUES_TRIAGE,
            this::assign,
            "rest/issues/assignees#add-assignees-to-an-issue")
        .inRepository(
            "PUT",
            "/issues/{number}/lock",
            Access.ISSUES_TRIAGE,
            this::lock,
            "rest/issues/issues#lock-an-issue")
        .inRepository(
            "DELETE",
            "/issues/{number}/lock",
            Access.ISSUES_TRIAGE,
            this::unlock,
            "rest/issues/issues#unlock-an-issue");
  }

  private CallResponse create(RoutedCall request) {
    Repository repository = request.repository();
    IssueFinder.requireIssues(repository);
    JsonBody json = request.json();
    Issue.Text text = new Issue.Text(json.requiredText("title"), json.text("body"));
    List<String> wanted = json.names("labels").orElse(List.of());
    require(text);
    // For a caller who may not label, the issue is created and the labels are silently dropped.
    List<String> names =
        Access.ISSUES_TRIAGE.allows(request.caller())
            ? labels.ensure(repository, wanted)
            : List.of();
    Issue issue = open(request, text, names, assignees(request));
    repository.put(issue, request.now());
    return CallResponse.json(201, rendering.issue(repository, issue, request.version()))
        .withHeader("location", rendering.url(repository) + "/issues/" + issue.number());
  }

  /** One that cannot be assigned is refused; for a caller who may not assign, all are dropped. */
  private List<Account> assignees(RoutedCall request) {
    List<Account> accounts = new ArrayList<>();
    for (String login : request.json().names("assignees").orElse(List.of())) {
      accounts.add(
          state
              .settings()
              .assignable(login)
              .orElseThrow(() -> Refusal.invalid(FieldError.ofValue("Issue", "assignees", login))));
    }
    return Access.ISSUES_TRIAGE.allows(request.caller()) ? accounts : List.of();
  }

  private Issue open(
      RoutedCall request, Issue.Text text, List<String> names, List<Account> assignees) {
    Issue.Origin origin =
        new Issue.Origin(
            state.nextIssueId(),
            request.repository().nextNumber(),
            request.author(),
            request.isByAnyApp(),
            false,
            request.second());
    return Issue.opened(origin, text, names, assignees);
  }

  private CallResponse list(RoutedCall request) {
    Repository repository = request.repository();
    IssueFinder.requireIssues(repository);
    Instant shown = request.now().minus(state.rules().listLag());
    List<Issue> issues = IssueQuery.of(request).select(repository.issuesAsOf(shown));
    return new Page<>(request, rendering.urlById(repository) + "/issues", issues, Issue::number)
        .response(
            issue -> rendering.issue(repository, issue, request.version()),
            state.rules().pagesByNumberMax());
  }

  private CallResponse get(RoutedCall request) {
    return response(request, finder.require(request));
  }

  private CallResponse update(RoutedCall request) {
    Issue issue = finder.require(request);
    requireMayEdit(request, issue);
    Issue changed = withStatus(request, withLabels(request, withText(request, issue)));
    if (!changed.equals(issue)) {
      request.repository().change(issue, changed, request.author(), request.now());
    }
    return response(request, changed);
  }

  private Issue withText(RoutedCall request, Issue issue) {
    JsonBody json = request.json();
    String title = json.text("title").orElse(issue.title());
    Optional<String> body = json.has("body") ? json.text("body") : issue.body();
    if (body.filter(TextRules::isOverlong).isPresent() && state.rules().overlongUpdateIgnored()) {
      body = issue.body();
    }
    Issue.Text text = new Issue.Text(title, body);
    require(text);
    return text.equals(issue.text()) ? issue : issue.withText(text, request.second());
  }

  private static void require(Issue.Text text) {
    TextRules.requireTitle(text.title());
    text.body().ifPresent(TextRules::requireBody);
  }

  /** The list replaces all labels; ignored for a caller who may not label. */
  private Issue withLabels(RoutedCall request, Issue issue) {
    Optional<List<String>> wanted = request.json().names("labels");
    if (wanted.isEmpty() || !Access.ISSUES_TRIAGE.allows(request.caller())) {
      return issue;
    }
    List<String> names = labels.ensure(request.repository(), wanted.get());
    return names.equals(issue.labels()) ? issue : issue.withLabels(names, request.second());
  }

  /** A reason counts only together with a change of state. */
  private Issue withStatus(RoutedCall request, Issue issue) {
    Optional<String> wanted = request.json().oneOf("state", STATES);
    Optional<String> reason = request.json().oneOf("state_reason", REASONS);
    if (wanted.isEmpty() || wanted.get().equals("open") == issue.open()) {
      return issue;
    }
    Issue.Status status =
        wanted.get().equals("open")
            ? Issue.Status.REOPENED
            : Issue.Status.closed(
                reason.filter(text -> !text.equals("reopened")).orElse("completed"),
                request.author(),
                request.second());
    return issue.withStatus(status, request.second());
  }

  /** Unlike in a new issue, those who cannot be assigned are left out and nothing is refused. */
  private CallResponse assign(RoutedCall request) {
    Issue issue = finder.require(request);
    List<Account> people = new ArrayList<>(issue.assignees());
    for (String login : request.json().names("assignees").orElse(List.of())) {
      state
          .settings()
          .assignable(login)
          .filter(person -> !people.contains(person))
          .ifPresent(people::add);
    }
    if (people.size() > ASSIGNEES_MAX) {
      throw Refusal.invalid(FieldError.of("Issue", "assignees", "invalid"));
    }
    Issue assigned = issue.withAssignees(people, request.second());
    if (!people.equals(issue.assignees())) {
      request.repository().change(issue, assigned, request.author(), request.now());
    }
    return CallResponse.json(
        201, rendering.issue(request.repository(), assigned, request.version()));
  }

  private CallResponse lock(RoutedCall request) {
    Issue issue = finder.require(request);
    Optional<String> reason = request.json().oneOf("lock_reason", LOCK_REASONS);
    Issue locked = issue.locked(reason.orElse(""), request.second());
    request.repository().change(issue, locked, request.author(), request.now());
    return CallResponse.empty(204);
  }

  private CallResponse unlock(RoutedCall request) {
    Issue issue = finder.require(request);
    Issue unlocked = issue.unlocked(request.second());
    request.repository().change(issue, unlocked, request.author(), request.now());
    return CallResponse.empty(204);
  }

  private CallResponse response(RoutedCall request, Issue issue) {
    return CallResponse.json(200, rendering.issue(request.repository(), issue, request.version()));
  }

  private static void requireMayEdit(RoutedCall request, Issue issue) {
    boolean own = issue.origin().author().equals(request.author());
    if (!own && !Access.ISSUES_TRIAGE.allows(request.caller())) {
      throw Refusal.needsWriteAccess();
    }
  }
}
