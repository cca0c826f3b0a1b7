package org.pytorch.alerting.github.action;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.github.GitHubAccessException;
import org.pytorch.alerting.github.GitHubNotAskedException;
import org.pytorch.alerting.github.GitHubRateLimitedException;
import org.pytorch.alerting.github.GitHubRejectedException;
import org.pytorch.alerting.github.GitHubUnavailableException;
import org.pytorch.alerting.github.issue.ActionRequest;
import org.pytorch.alerting.github.issue.Closer;
import org.pytorch.alerting.github.issue.GitHubIssues;
import org.pytorch.alerting.github.issue.GitHubIssues.CloseReason;
import org.pytorch.alerting.github.issue.GitHubIssues.CommentRefused;
import org.pytorch.alerting.github.issue.GitHubIssues.Commented;
import org.pytorch.alerting.github.issue.GitHubIssues.Edited;
import org.pytorch.alerting.github.issue.GitHubIssues.Found;
import org.pytorch.alerting.github.issue.GitHubIssues.Gone;
import org.pytorch.alerting.github.issue.GitHubIssues.Search;
import org.pytorch.alerting.github.issue.Issue;
import org.pytorch.alerting.github.issue.IssueEdit;
import org.pytorch.alerting.github.issue.Marker;
import org.pytorch.alerting.github.issue.SearchWindow;
import org.pytorch.alerting.github.issue.TimeBudget;
import org.pytorch.alerting.github.render.CommentText;
import org.pytorch.alerting.github.render.IssueText;
import org.pytorch.alerting.model.AlertState;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.Decision;
import org.pytorch.alerting.model.action.Outcome;
import org.pytorch.alerting.model.action.Outcome.Result;
import org.pytorch.alerting.model.status.IssueRef;
import org.pytorch.alerting.runtime.Log;

/**
 * Carries out a decision on GitHub, at most once however often it is asked: it posts at once,
 * unless an earlier attempt may have sent a write; then it first searches for that attempt's posts.
 */
public final class IssueActions {
  /** GitHub's lists can lag its writes: a search that finds nothing is repeated after this long. */
  public static final Duration LIST_LAG = Duration.ofSeconds(3);

  private static final String FOUND =
      "found by its marker: the table did not know it; nothing was posted";

  private static final String NOT_ALL_SEEN =
      "not everything that was opened at that time could be searched";

  private final TrackedIssues issues;
  private final TimeBudget time;
  private final boolean searchUnknown;
  private final IssueText issueText;
  private final CommentText commentText;
  private final EarlierPosts earlier;
  private final Duplicates duplicates;
  private final Upkeep upkeep;
  private final Comments comments;
  private final FormerIssue formerIssue;

  /**
   * @param time the invocation's; this object serves only that one
   */
  public IssueActions(
      GitHubIssues issues, TimeBudget time, IssueText issueText, CommentText commentText, Log log) {
    this(issues, time, issueText, commentText, log, false);
  }

  /**
   * @param time the invocation's; this object serves only that one
   * @param searchUnknown whether the table may have lost something: then an alert's issues are
   *     searched for before another is opened
   */
  public IssueActions(
      GitHubIssues issues,
      TimeBudget time,
      IssueText issueText,
      CommentText commentText,
      Log log,
      boolean searchUnknown) {
    this.searchUnknown = searchUnknown;
    this.issues = new TrackedIssues(issues);
    this.time = time;
    this.issueText = issueText;
    this.commentText = commentText;
    this.earlier = new EarlierPosts(this.issues, time);
    this.duplicates = new Duplicates(this.issues, log);
    this.upkeep = new Upkeep(this.issues, issueText, log);
    this.comments = new Comments(this.issues, earlier, upkeep, time);
    this.formerIssue = new FormerIssue(this.issues, comments, upkeep, commentText);
  }

  /**
   * Carries out {@code request}.
   *
   * @throws GitHubUnavailableException if it failed and may have written something
   * @throws GitHubNotAskedException if it failed temporarily, and nothing was written
   * @throws GitHubRateLimitedException if GitHub has rate-limited us, and nothing was written
   * @throws GitHubAccessException if our App has no access, and nothing was written
   * @throws GitHubRejectedException if GitHub refuses it permanently
   */
  public Outcome carryOut(ActionRequest request) {
    return issues.tracking(
        () ->
            switch (request.decision().action()) {
              case CREATE, REOPEN -> create(request, request.claim().repository());
              case COMMENT, UPDATE, CLOSE -> onEpisodesIssue(request, request.claim().repository());
              case COUNT,
                  JOIN,
                  SKIP_STALE,
                  SKIP_MANUAL_CLOSE,
                  SKIP_POLICY,
                  REJECT,
                  GIVE_UP,
                  POSTPONE ->
                  throw new IllegalArgumentException(
                      "nothing to do on GitHub for " + request.decision().action());
            });
  }

  private Outcome create(ActionRequest request, String target) {
    Search posted = posted(request, target);
    Optional<Issue> kept = duplicates.keepOldest(posted.found());
    if (kept.isPresent()) {
      return done(kept.get().ref(), "an earlier attempt had opened it");
    }
    Search unknown = unknownToTheTable(request, target);
    return request
        .decision()
        .formerIssue()
        .flatMap(former -> formerIssue.use(request, former, target))
        .or(() -> newest(unknown).flatMap(this::onLost))
        .orElseGet(() -> open(request, target, posted.complete() && unknown.complete()));
  }

  /**
   * {@return the alert's issues that the table does not know} A table that was lost, restored or is
   * new may lack one. In any other case this asks GitHub nothing.
   */
  private Search unknownToTheTable(ActionRequest request, String target) {
    Decision.Act decision = request.decision();
    if (!searchUnknown || decision.issue().isPresent()) {
      return new Search(List.of(), true);
    }
    Search search =
        issues.searchAlert(
            target,
            decision.fingerprint(),
            request.event().occurredAt().minus(SearchWindow.CLOCK_SKEW));
    List<Issue> unknown =
        search.found().stream()
            .filter(issue -> decision.formerIssue().filter(issue.ref()::equals).isEmpty())
            .toList();
    return new Search(unknown, search.complete());
  }

  private static Optional<Issue> newest(Search search) {
    return search.found().stream().max(Issue.OLDEST_FIRST);
  }

  /** Uses an issue that the table does not know; empty if it belongs to an earlier firing. */
  private Optional<Outcome> onLost(Issue found) {
    if (found.open()) {
      return Optional.of(done(found.ref(), FOUND));
    }
    // A list does not say who closed an issue.
    return switch (issues.read(found.ref())) {
      case Gone _ -> Optional.empty();
      case Found(Issue read) when read.open() -> Optional.of(done(read.ref(), FOUND));
      case Found(Issue read) when read.closedByPerson() ->
          Optional.of(
              new Outcome(
                  Result.MANUALLY_CLOSED,
                  Optional.of(read.ref()),
                  Optional.of("a person closed it during this firing; left alone")));
      case Found(Issue read) when read.closedByUs() -> Optional.empty();
      case Found(Issue read) -> Optional.of(done(read.ref(), FOUND));
    };
  }

  private Outcome open(ActionRequest request, String target, boolean searched) {
    Issue created = issues.create(target, issueText.draft(request, issueMarker(request)));
    return new Outcome(
        Result.DONE,
        Optional.of(created.ref()),
        searched
            ? Optional.empty()
            : Optional.of(NOT_ALL_SEEN + "; if this is a second issue, a later check closes it"));
  }

  /** {@return all that an operator should know, in one line} */
  static String noted(String note, List<String> more) {
    return more.isEmpty() ? note : note + "; " + String.join("; ", more);
  }

  /** {@return the issues that earlier attempts may have opened} */
  private Search posted(ActionRequest request, String target) {
    return request
        .sent(time.now())
        .map(sent -> earlier.issues(target, issueMarker(request), sent))
        .orElse(Search.NOTHING);
  }

  private Outcome onEpisodesIssue(ActionRequest request, String target) {
    Search unrecorded =
        request.decision().issue().isPresent() ? Search.NOTHING : posted(request, target);
    Optional<IssueRef> known =
        request
            .decision()
            .issue()
            .or(() -> duplicates.keepOldest(unrecorded.found()).map(Issue::ref))
            .or(
                () ->
                    newest(unknownToTheTable(request, target)).filter(Issue::open).map(Issue::ref));
    if (known.isEmpty()) {
      String note = "no issue is known for this episode and none was found; nothing was posted";
      return new Outcome(
          Result.DONE,
          Optional.empty(),
          Optional.of(unrecorded.complete() ? note : note + "; " + NOT_ALL_SEEN));
    }
    IssueRef ref = known.get();
    return switch (issues.read(ref)) {
      case Gone(String note) -> new Outcome(Result.GONE, known, Optional.of(note));
      case Found(Issue read) -> onIssue(request, onlyOne(request, read));
    };
  }

  /**
   * The issue to act on.
   *
   * @param checked whether it is known to be the only one of its episode
   */
  private record Target(Issue issue, boolean checked, Optional<String> note) {
    IssueRef ref() {
      return issue.ref();
    }

    Outcome outcome(Result result) {
      return new Outcome(result, Optional.of(ref()), note, checked);
    }

    Outcome outcome(Result result, List<String> more) {
      return more.isEmpty() ? outcome(result) : outcome(result, String.join("; ", more));
    }

    Outcome outcome(Result result, String more) {
      String notes = note.map(known -> more + "; " + known).orElse(more);
      return new Outcome(result, Optional.of(ref()), Optional.of(notes), checked);
    }
  }

  /** An issue opened after an unknown outcome may have an older duplicate: it is checked once. */
  private Target onlyOne(ActionRequest request, Issue issue) {
    Decision.Act decision = request.decision();
    Marker marker = issueMarker(request);
    boolean unchecked = issue.carriesUnsure(marker) && !decision.checkedForDuplicates();
    if (!unchecked && !issue.closedByUsAsDuplicate()) {
      return new Target(issue, decision.checkedForDuplicates(), Optional.empty());
    }
    SearchWindow window = SearchWindow.ofDuplicates(issue.createdAt());
    Search search = issues.search(issue.ref().repo(), marker, window);
    List<Issue> all = new ArrayList<>(search.found());
    all.removeIf(found -> found.ref().equals(issue.ref()));
    all.add(issue);
    Issue kept = duplicates.keepOldest(all).orElse(issue);
    // While lists can lag, the check is worth repeating; a search limit would be reached again.
    boolean settled = !window.isRecent(time.now());
    return new Target(
        kept,
        settled,
        search.complete()
            ? Optional.empty()
            : Optional.of("it may have a duplicate: " + NOT_ALL_SEEN));
  }

  private Outcome onIssue(ActionRequest request, Target target) {
    // A resolve whose route never closes is a comment, and no reason to reopen.
    boolean resolved = request.event().state() == AlertState.RESOLVED;
    boolean closing = request.decision().action() == AlertAction.CLOSE;
    Issue issue = target.issue();
    if (issue.open()) {
      if (closing) {
        return close(request, target);
      }
      return request.decision().action() == AlertAction.UPDATE
          ? update(request, target)
          : comment(request, target);
    }
    if (issue.closedByPerson()) {
      String closed = issue.closer().map(by -> "closed by " + by.login()).orElse("already closed");
      // A person who closed it after an earlier attempt reported this event has seen the event.
      boolean posted =
          request.decision().action() != AlertAction.UPDATE && comments.isPosted(request, issue);
      return posted
          ? target.outcome(Result.DONE, closed + " after this was posted")
          : target.outcome(Result.MANUALLY_CLOSED, closed + "; left alone");
    }
    String closer = issue.closer().map(Closer::login).orElseThrow();
    return closing || resolved
        ? target.outcome(Result.DONE, "already closed by " + closer)
        : reopen(request, target, closer);
  }

  private Outcome comment(ActionRequest request, Target target) {
    Issue issue = target.issue();
    return switch (comments.post(request, issue, commentText.of(request))) {
      case Commented _ -> target.outcome(Result.DONE, upkeep.afterComment(request, issue));
      case CommentRefused(String note) ->
          target.outcome(Result.DONE, noted(note, upkeep.afterComment(request, issue)));
      case Gone(String note) -> target.outcome(Result.GONE, note);
    };
  }

  /**
   * An edit can be repeated, so nothing is searched for, whatever the result of an earlier attempt.
   */
  private Outcome update(ActionRequest request, Target target) {
    List<String> notes = upkeep.follow(request, target.issue());
    return switch (upkeep.refresh(request, target.issue())) {
      case Edited _ -> target.outcome(Result.DONE, notes);
      case Gone(String note) -> target.outcome(Result.GONE, note);
    };
  }

  /** A bot that closes an issue makes no decision about the alert. */
  private Outcome reopen(ActionRequest request, Target target, String closer) {
    // The comment first: if we are cut off in between, the next attempt finds its marker.
    String text = commentText.reopened(request, closer);
    String note =
        switch (comments.post(request, target.issue(), text)) {
          case Commented _ -> "reopened; it was closed by " + closer;
          case CommentRefused(String refused) -> refused;
          case Gone(String gone) -> gone;
        };
    List<String> notes = upkeep.follow(request, target.issue());
    IssueEdit edit = upkeep.edit(request, target.issue()).and(new IssueEdit.Open());
    return switch (issues.edit(target.ref(), edit)) {
      case Edited _ -> target.outcome(Result.DONE, noted(note, notes));
      case Gone(String gone) -> target.outcome(Result.GONE, gone);
    };
  }

  private Outcome close(ActionRequest request, Target target) {
    List<String> notes = new ArrayList<>();
    switch (comments.post(request, target.issue(), commentText.of(request))) {
      case Commented _ -> {}
      // The issue must be closed even without the comment.
      case CommentRefused(String refused) -> notes.add(refused);
      case Gone(String gone) -> notes.add(gone);
    }
    notes.addAll(upkeep.follow(request, target.issue()));
    IssueEdit edit =
        upkeep.edit(request, target.issue()).and(new IssueEdit.Closed(CloseReason.COMPLETED));
    return switch (issues.edit(target.ref(), edit)) {
      case Edited _ -> target.outcome(Result.DONE, notes);
      case Gone(String gone) -> target.outcome(Result.GONE, gone);
    };
  }

  private static Marker issueMarker(ActionRequest request) {
    return Marker.ofIssue(request.decision().fingerprint(), request.decision().episode());
  }

  static Outcome done(IssueRef ref, String note) {
    return new Outcome(Result.DONE, Optional.of(ref), Optional.of(note));
  }
}
