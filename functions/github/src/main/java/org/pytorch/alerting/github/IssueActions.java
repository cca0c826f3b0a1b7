package org.pytorch.alerting.github;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.pytorch.alerting.github.GitHubIssues.Closed;
import org.pytorch.alerting.github.GitHubIssues.CommentRefused;
import org.pytorch.alerting.github.GitHubIssues.Commented;
import org.pytorch.alerting.github.GitHubIssues.Commenting;
import org.pytorch.alerting.github.GitHubIssues.Found;
import org.pytorch.alerting.github.GitHubIssues.Gone;
import org.pytorch.alerting.github.GitHubIssues.Presence;
import org.pytorch.alerting.github.GitHubIssues.Search;
import org.pytorch.alerting.github.render.CommentText;
import org.pytorch.alerting.github.render.IssueText;
import org.pytorch.alerting.model.AlertAction;
import org.pytorch.alerting.model.IssueRef;
import org.pytorch.alerting.model.Outcome;
import org.pytorch.alerting.model.Outcome.Result;

/**
 * Carries out a decision on GitHub, at most once however often it is asked: a first attempt posts
 * at once, any later one first looks whether an earlier one has posted.
 */
public final class IssueActions {
  /**
   * How far our clock and GitHub's may differ. A look begins this long before the claim, so that an
   * issue of this claim is never taken for an older one.
   */
  public static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

  /** GitHub's lists can lag its writes: a look that finds nothing is repeated after this long. */
  public static final Duration LIST_LAG = Duration.ofSeconds(3);

  /**
   * A list of comments that has not caught up so long after the issue's last change never will:
   * GitHub hides a comment that it counts.
   */
  public static final Duration LONGEST_LIST_LAG = Duration.ofMinutes(15);

  /** How far back an issue is searched for that should exist and is not known to us. */
  public static final Duration UNKNOWN_ISSUE_AGE = Duration.ofDays(30);

  /** How much older the lost twin of an issue can be: as long as SQS goes on delivering. */
  public static final Duration TWIN_AGE = Duration.ofHours(8);

  private final GitHubIssues issues;
  private final TimeBudget time;
  private final String repo;
  private final IssueText issueText;
  private final CommentText commentText;
  private final Duplicates duplicates;

  /**
   * @param time of the invocation that this object is for
   * @param repo where new issues are opened, {@code owner/name}
   */
  public IssueActions(
      GitHubIssues issues,
      TimeBudget time,
      String repo,
      IssueText issueText,
      CommentText commentText) {
    this.issues = issues;
    this.time = time;
    this.repo = repo;
    this.issueText = issueText;
    this.commentText = commentText;
    this.duplicates = new Duplicates(issues);
  }

  /**
   * Carries out {@code request}.
   *
   * @throws GitHubUnavailableException if it is unknown what became of it
   * @throws GitHubRateLimitedException if GitHub, or our own budget, asks us to wait
   * @throws GitHubRejectedException if a person has to mend something first
   */
  public Outcome carryOut(ActionRequest request) {
    return switch (request.decision().action()) {
      case CREATE -> create(request);
      case COMMENT, CLOSE -> onEpisodesIssue(request);
      case SKIP_STALE, SKIP_MANUAL_CLOSE ->
          throw new IllegalArgumentException(
              "nothing to do on GitHub for " + request.decision().action());
    };
  }

  private Outcome create(ActionRequest request) {
    Marker marker = issueMarker(request);
    // Before the look: between a look and its post there should be nothing that takes time.
    issues.ensureLabels(repo, Label.of(request.event()));
    if (request.mayBeDone()) {
      Instant since = request.claim().claimedAt().minus(CLOCK_SKEW);
      Optional<Issue> earlier = lookTwice(() -> searchAll(marker, since), Optional::isPresent);
      if (earlier.isPresent()) {
        return done(earlier.get().ref(), "an earlier attempt had opened it");
      }
    }
    Issue created = issues.create(repo, issueText.draft(request, marker));
    return new Outcome(Result.DONE, Optional.of(created.ref()), Optional.empty());
  }

  /** Not finding is only an answer if everything was seen. */
  private Optional<Issue> searchAll(Marker marker, Instant since) {
    Search search = issues.search(repo, marker, since);
    if (search.found().isEmpty() && !search.complete()) {
      throw new GitHubUnavailableException(
          "too many issues since %s to tell whether an earlier attempt opened one; search for '%s'"
              .formatted(since, marker.line()));
    }
    return duplicates.keepOldest(search.found());
  }

  private Outcome onEpisodesIssue(ActionRequest request) {
    Optional<IssueRef> known = request.decision().issue().or(() -> searchUnknown(request));
    if (known.isEmpty()) {
      return new Outcome(
          Result.DONE,
          Optional.empty(),
          Optional.of("no issue is known for this episode and none was found; nothing was posted"));
    }
    IssueRef ref = known.get();
    return switch (issues.read(ref)) {
      case Gone gone -> gone(ref, gone);
      case Found(Issue read) -> onIssue(request, healed(request, read));
    };
  }

  /** An episode whose issue was never recorded, as when GitHub was switched off at its start. */
  private Optional<IssueRef> searchUnknown(ActionRequest request) {
    Instant since = request.claim().claimedAt().minus(UNKNOWN_ISSUE_AGE);
    List<Issue> found = issues.search(repo, issueMarker(request), since).found();
    return duplicates.keepOldest(found).map(Issue::ref);
  }

  /** An issue opened after an unknown outcome may have an older twin, which no list showed then. */
  private Issue healed(ActionRequest request, Issue issue) {
    Marker marker = issueMarker(request);
    if (!issue.byApp() || !marker.isUnsureOn(issue.body())) {
      return issue;
    }
    Instant since = issue.createdAt().minus(TWIN_AGE);
    List<Issue> twins = new ArrayList<>(issues.search(issue.ref().repo(), marker, since).found());
    twins.removeIf(twin -> twin.ref().equals(issue.ref()));
    twins.add(issue);
    return duplicates.keepOldest(twins).orElse(issue);
  }

  private Outcome onIssue(ActionRequest request, Issue issue) {
    boolean closing = request.decision().action() == AlertAction.CLOSE;
    if (issue.open()) {
      return closing ? close(request, issue) : comment(request, issue);
    }
    if (closing && request.mayBeDone() && issue.closedByUs()) {
      return done(issue.ref(), "an earlier attempt had closed it");
    }
    String closer = issue.closedBy().map(login -> "closed by " + login).orElse("already closed");
    return new Outcome(
        Result.MANUALLY_CLOSED, Optional.of(issue.ref()), Optional.of(closer + "; left alone"));
  }

  private Outcome comment(ActionRequest request, Issue issue) {
    IssueRef ref = issue.ref();
    return switch (post(request, issue, commentText.stillFiring(request.event()))) {
      case Commented _ -> new Outcome(Result.DONE, Optional.of(ref), Optional.empty());
      case CommentRefused(String note) -> done(ref, note);
      case Gone gone -> gone(ref, gone);
    };
  }

  private Outcome close(ActionRequest request, Issue issue) {
    IssueRef ref = issue.ref();
    Optional<String> note =
        switch (post(request, issue, commentText.resolved(request.event()))) {
          case Commented _ -> Optional.empty();
          // Without the comment the issue must be closed all the same.
          case CommentRefused(String refused) -> Optional.of(refused);
          case Gone(String gone) -> Optional.of(gone);
        };
    return switch (issues.close(ref, GitHubIssues.CloseReason.COMPLETED)) {
      case Closed _ -> new Outcome(Result.DONE, Optional.of(ref), note);
      case Gone gone -> gone(ref, gone);
    };
  }

  private Commenting post(ActionRequest request, Issue issue, String text) {
    Marker marker = Marker.ofComment(request.claim().eventId());
    if (request.mayBeDone() && isPosted(request, issue, marker)) {
      return new Commented();
    }
    return issues.comment(issue.ref(), marker.sign(text));
  }

  private boolean isPosted(ActionRequest request, Issue issue, Marker marker) {
    Instant since = request.claim().claimedAt().minus(CLOCK_SKEW);
    Presence posted =
        lookTwice(
            () -> issues.findComment(issue, marker, since),
            presence -> presence == Presence.PRESENT);
    if (posted == Presence.NOT_SHOWN_YET
        && !time.isLongSince(issue.updatedAt(), LONGEST_LIST_LAG)) {
      throw new GitHubUnavailableException(
          "GitHub's list of the comments on %s lags, so nobody can tell whether an earlier attempt wrote one; search for '%s'"
              .formatted(issue.ref(), marker.line()));
    }
    return posted == Presence.PRESENT;
  }

  private <T> T lookTwice(Supplier<T> look, Predicate<T> found) {
    T first = look.get();
    if (found.test(first)) {
      return first;
    }
    time.pause(LIST_LAG, TimeBudget.TO_WRITE, "look again and post");
    return look.get();
  }

  private static Marker issueMarker(ActionRequest request) {
    return Marker.ofIssue(request.decision().fingerprint(), request.decision().episode());
  }

  private static Outcome done(IssueRef ref, String note) {
    return new Outcome(Result.DONE, Optional.of(ref), Optional.of(note));
  }

  private static Outcome gone(IssueRef ref, Gone gone) {
    return new Outcome(Result.GONE, Optional.of(ref), Optional.of(gone.note()));
  }
}
