package org.pytorch.alerting.fakegithub;

import java.security.PublicKey;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.pytorch.alerting.fakegithub.auth.AppTokens;
import org.pytorch.alerting.fakegithub.auth.Authentication;
import org.pytorch.alerting.fakegithub.auth.Caller;
import org.pytorch.alerting.fakegithub.auth.InstallationTokens;
import org.pytorch.alerting.fakegithub.call.CallResponse;
import org.pytorch.alerting.fakegithub.call.GitHubCall;
import org.pytorch.alerting.fakegithub.call.LoggedRequest;
import org.pytorch.alerting.fakegithub.call.RequestLog;
import org.pytorch.alerting.fakegithub.data.Comment;
import org.pytorch.alerting.fakegithub.data.Edit;
import org.pytorch.alerting.fakegithub.data.GitHubState;
import org.pytorch.alerting.fakegithub.data.Issue;
import org.pytorch.alerting.fakegithub.data.Reach;
import org.pytorch.alerting.fakegithub.data.Repository;
import org.pytorch.alerting.fakegithub.endpoint.GitHubApi;
import org.pytorch.alerting.fakegithub.fault.Fault;
import org.pytorch.alerting.fakegithub.fault.Faults;
import org.pytorch.alerting.fakegithub.fault.LateEffects;
import org.pytorch.alerting.fakegithub.settings.Account;
import org.pytorch.alerting.fakegithub.settings.GitHubRules;
import org.pytorch.alerting.fakegithub.settings.GitHubSettings;

/**
 * GitHub in memory. Deterministic: the same requests at the same times get the same responses.
 * Thread-safe. {@link #handle} is the REST API; the other methods do what happens without a
 * request: faults, deletions, revoked tokens.
 */
public final class FakeGitHub {
  private final InstantSource clock;
  private final GitHubState state;
  private final InstallationTokens tokens;
  private final AppTokens appTokens;
  private final Authentication authentication;
  private final GitHubApi api;
  private final Faults faults = new Faults();
  private final LateEffects lateEffects = new LateEffects();
  private final RequestLog requests = new RequestLog();
  private final ReentrantLock lock = new ReentrantLock();

  public FakeGitHub(InstantSource clock, GitHubSettings settings) {
    this.clock = clock;
    this.state = new GitHubState(settings);
    this.tokens = new InstallationTokens(settings.app());
    this.appTokens = new AppTokens(settings.app(), clock);
    this.authentication = new Authentication(settings, appTokens, tokens);
    this.api = new GitHubApi(state, tokens);
  }

  /**
   * {@return the response to {@code call}; it may be {@link CallResponse#isLost lost}, and the
   * caller must wait for its {@link CallResponse#delay delay}}
   */
  public CallResponse handle(GitHubCall call) {
    return locked(
        now -> {
          Caller caller = authentication.identify(call, now);
          Optional<Fault> fault = faults.take(call, caller.name());
          CallResponse response =
              fault
                  .map(met -> handle(met, call, caller, now))
                  .orElseGet(() -> api.handle(call, caller, now));
          requests.add(
              new LoggedRequest(
                  call.method(),
                  call.target(),
                  response.status(),
                  now,
                  caller.name(),
                  fault.isPresent()));
          return response;
        });
  }

  /** Replaces all pending faults. */
  public void faults(List<Fault> others) {
    run(now -> faults.replace(others));
  }

  /** {@return the pending faults} */
  public List<Fault> faults() {
    return locked(now -> faults.left());
  }

  /** {@return the latest requests, oldest first} */
  public List<LoggedRequest> requests() {
    return locked(now -> requests.all());
  }

  /** {@return the supported operations, such as {@code GET /repos/{owner}/{repo}}} */
  List<String> operations() {
    return api.operations();
  }

  /** {@return the number of answered requests with a pending effect} */
  public int lateEffects() {
    return locked(now -> lateEffects.size());
  }

  /** {@return the number of requests beyond a secondary limit, refused or not} */
  public long limitBreaches() {
    return locked(now -> api.limitBreaches());
  }

  /**
   * Clears issues, comments, labels, faults, requests, limits and changed rules; repositories get
   * their original names back. Tokens and keys stay valid.
   */
  public void reset() {
    run(
        now -> {
          state.reset();
          api.reset();
          faults.replace(List.of());
          lateEffects.clear();
          requests.clear();
        });
  }

  public void revokeInstallationTokens() {
    run(now -> tokens.revokeAll());
  }

  /** Replaces the App's keys, as in a rotation. */
  public void appKeys(List<PublicKey> keys) {
    run(now -> appTokens.keys(keys));
  }

  /** Suspends or unsuspends the installation. */
  public void suspendInstallation(boolean suspended) {
    run(now -> state.suspend(suspended));
  }

  /** {@return the current rules} */
  public GitHubRules rules() {
    return locked(now -> state.rules());
  }

  /** Replaces the rules. */
  public void rules(GitHubRules rules) {
    run(now -> state.rules(rules));
  }

  /** {@return the names of all repositories that the App's installation covers} */
  public List<String> repositories() {
    List<String> names = new ArrayList<>();
    run(
        now ->
            state
                .repositories()
                .forEach(
                    repository -> {
                      if (repository.installed()) {
                        names.add(repository.fullName());
                      }
                    }));
    return names;
  }

  /**
   * {@return every issue and pull request, by number, without the lag of lists}
   *
   * @throws IllegalArgumentException if the repository does not exist
   */
  public List<Issue> issues(String repository) {
    return locked(now -> repository(repository).issuesAsOf(Instant.MAX));
  }

  /** {@return an issue's comments, oldest first, without the lag of lists} */
  public List<Comment> comments(String repository, long number) {
    return locked(now -> repository(repository).commentsAsOf(number, Instant.MAX));
  }

  /** {@return the latest changes of an issue, oldest first} */
  public List<Edit> edits(String repository, long number) {
    return locked(now -> repository(repository).edits(number));
  }

  /**
   * Deletes an issue, which GitHub only allows in the browser.
   *
   * @throws IllegalArgumentException if it does not exist
   */
  public void deleteIssue(String repository, long number) {
    run(
        now -> {
          requireIssue(repository, number);
          repository(repository).remove(number, new Repository.Gone.Deleted(), now);
        });
  }

  /**
   * Transfers an issue, which GitHub only allows in the browser.
   *
   * @param to the target repository; created if it does not exist
   * @param isPublic whether a created repository is public: then the old number redirects with 301,
   *     otherwise it returns 404
   * @return its new number
   * @throws IllegalArgumentException if the issue does not exist
   */
  public long transferIssue(String repository, long number, String to, boolean isPublic) {
    return locked(
        now -> {
          Issue issue = requireIssue(repository, number);
          Repository from = repository(repository);
          Repository target =
              state
                  .repository(to)
                  .orElseGet(() -> state.add(to, isPublic ? Reach.PUBLIC : Reach.HIDDEN));
          List<Comment> comments = from.commentsAsOf(number, Instant.MAX);
          long newNumber = target.nextNumber();
          from.remove(number, new Repository.Gone.Transferred(target, newNumber), now);
          target.put(issue.numbered(newNumber, now.truncatedTo(ChronoUnit.SECONDS)), now);
          comments.forEach(comment -> target.put(comment.of(newNumber), now));
          return newNumber;
        });
  }

  /** {@return the number of a new pull request, which lists of issues contain too} */
  public long openPullRequest(String repository, String title) {
    return locked(
        now -> {
          Repository target = repository(repository);
          Instant second = now.truncatedTo(ChronoUnit.SECONDS);
          Account author = state.settings().people().getFirst().account();
          Issue.Origin origin =
              new Issue.Origin(
                  state.nextIssueId(), target.nextNumber(), author, false, true, second);
          target.put(
              Issue.opened(origin, new Issue.Text(title, Optional.empty()), List.of(), List.of()),
              now);
          return origin.number();
        });
  }

  /** {@return the number of a new discussion; it cannot be read as an issue} */
  public long openDiscussion(String repository) {
    return locked(now -> repository(repository).nextNumber());
  }

  private CallResponse handle(Fault fault, GitHubCall call, Caller caller, Instant now) {
    if (fault.reply().isEmpty()) {
      return api.handle(call, caller, now).delayedBy(fault.delay());
    }
    if (fault.effect() && fault.effectDelay().isPositive()) {
      lateEffects.add(now.plus(fault.effectDelay()), call);
    } else if (fault.effect()) {
      api.handle(call, caller, now);
    }
    Fault.Reply reply = fault.reply().get();
    CallResponse response = Faults.response(reply, fault.delay(), api.documentation(call));
    // A server error occurs before GitHub counts the request.
    return response.isLost() || response.status() >= 500
        ? response
        : response.withHeaders(api.headers(call, caller, now)).withHeaders(reply.headers());
  }

  private void takeEffect(LateEffects.Late late) {
    Caller caller = authentication.identify(late.call(), late.due());
    api.handle(late.call(), caller, late.due());
  }

  private Issue requireIssue(String repository, long number) {
    return repository(repository)
        .issue(number)
        .orElseThrow(
            () -> new IllegalArgumentException("no issue %d in %s".formatted(number, repository)));
  }

  private Repository repository(String name) {
    return state
        .repository(name)
        .orElseThrow(() -> new IllegalArgumentException("no repository " + name));
  }

  /** An action under the lock, after all due effects. */
  private interface Step<T> {
    T at(Instant now);
  }

  private interface Action {
    void at(Instant now);
  }

  private void run(Action action) {
    locked(
        now -> {
          action.at(now);
          return now;
        });
  }

  private <T> T locked(Step<T> step) {
    lock.lock();
    try {
      Instant now = clock.instant();
      Optional<LateEffects.Late> due = lateEffects.takeDue(now);
      while (due.isPresent()) {
        takeEffect(due.get());
        due = lateEffects.takeDue(now);
      }
      return step.at(now);
    } finally {
      lock.unlock();
    }
  }
}
