package org.pytorch.alerting.stack.github;

import java.security.PublicKey;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.pytorch.alerting.stack.github.auth.AppTokens;
import org.pytorch.alerting.stack.github.auth.Authentication;
import org.pytorch.alerting.stack.github.auth.Caller;
import org.pytorch.alerting.stack.github.auth.InstallationTokens;
import org.pytorch.alerting.stack.github.call.GitHubAnswer;
import org.pytorch.alerting.stack.github.call.GitHubCall;
import org.pytorch.alerting.stack.github.call.LoggedRequest;
import org.pytorch.alerting.stack.github.call.RequestLog;
import org.pytorch.alerting.stack.github.data.Comment;
import org.pytorch.alerting.stack.github.data.GitHubState;
import org.pytorch.alerting.stack.github.data.Issue;
import org.pytorch.alerting.stack.github.data.Reach;
import org.pytorch.alerting.stack.github.data.Repository;
import org.pytorch.alerting.stack.github.endpoint.GitHubApi;
import org.pytorch.alerting.stack.github.fault.Fault;
import org.pytorch.alerting.stack.github.fault.Faults;
import org.pytorch.alerting.stack.github.fault.LateEffects;
import org.pytorch.alerting.stack.github.settings.Account;
import org.pytorch.alerting.stack.github.settings.GitHubRules;
import org.pytorch.alerting.stack.github.settings.GitHubSettings;

/**
 * GitHub in memory. The same requests at the same times get the same answers; any thread may call
 * any method. Beside {@link #handle}, which is the REST API, its methods do what happens to a
 * GitHub without a request: faults, deletions, revoked tokens.
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
    this.tokens = new InstallationTokens(settings.app(), settings.installationId());
    this.appTokens = new AppTokens(settings.app(), clock);
    this.authentication = new Authentication(settings, appTokens, tokens);
    this.api = new GitHubApi(state, tokens);
  }

  /**
   * {@return the answer to {@code call}; it may be {@link GitHubAnswer#isLost lost}, and its {@link
   * GitHubAnswer#delay delay} is the caller's to wait}
   */
  public GitHubAnswer handle(GitHubCall call) {
    return locked(
        now -> {
          Caller caller = authentication.identify(call, now);
          Optional<Fault> fault = faults.take(call, caller.name());
          GitHubAnswer answer =
              fault
                  .map(met -> answer(met, call, caller, now))
                  .orElseGet(() -> api.answer(call, caller, now));
          requests.add(
              new LoggedRequest(
                  call.method(),
                  call.target(),
                  answer.status(),
                  now,
                  caller.name(),
                  fault.isPresent()));
          return answer;
        });
  }

  /** Replaces all faults that are still to come. */
  public void faults(List<Fault> others) {
    run(now -> faults.replace(others));
  }

  /** {@return the faults that are still to come} */
  public List<Fault> faults() {
    return locked(now -> faults.left());
  }

  /** {@return the latest requests, oldest first} */
  public List<LoggedRequest> requests() {
    return locked(now -> requests.all());
  }

  /** {@return the operations that are offered, such as {@code GET /repos/{owner}/{repo}}} */
  List<String> operations() {
    return api.operations();
  }

  /** {@return how many requests have been answered whose effects are still to come} */
  public int lateEffects() {
    return locked(now -> lateEffects.size());
  }

  /** {@return how many requests were beyond a secondary limit, refused or not} */
  public long limitBreaches() {
    return locked(now -> api.limitBreaches());
  }

  /**
   * Forgets issues, comments, labels, faults, requests, limits and changed rules; repositories get
   * their first names back. Tokens and keys stay good.
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

  /** Makes every installation token invalid. */
  public void revokeInstallationTokens() {
    run(now -> tokens.revokeAll());
  }

  /** Replaces the App's keys, as its owner does when a secret is rotated. */
  public void appKeys(List<PublicKey> keys) {
    run(now -> appTokens.keys(keys));
  }

  /** Suspends the installation, or lets it work again. */
  public void suspendInstallation(boolean suspended) {
    run(now -> state.suspend(suspended));
  }

  /** {@return the rules that hold now} */
  public GitHubRules rules() {
    return locked(now -> state.rules());
  }

  /** Changes the rules from now on. */
  public void rules(GitHubRules rules) {
    run(now -> state.rules(rules));
  }

  /**
   * {@return every issue and pull request as it is now, by number, whatever the lists show}
   *
   * @throws IllegalArgumentException if there is no such repository
   */
  public List<Issue> issues(String repository) {
    return locked(now -> repository(repository).issuesAsOf(Instant.MAX));
  }

  /** {@return an issue's comments as they are now, oldest first} */
  public List<Comment> comments(String repository, long number) {
    return locked(now -> repository(repository).commentsAsOf(number, Instant.MAX));
  }

  /**
   * Deletes an issue, which GitHub lets people do only in the browser.
   *
   * @throws IllegalArgumentException if there is none
   */
  public void deleteIssue(String repository, long number) {
    run(
        now -> {
          requireIssue(repository, number);
          repository(repository).remove(number, new Repository.Gone.Deleted(), now);
        });
  }

  /**
   * Transfers an issue, which GitHub lets people do only in the browser.
   *
   * @param to the repository it goes to; one that does not exist is made
   * @param isPublic whether a repository that is made can be read by everybody: then the old number
   *     is answered with 301, otherwise with 404
   * @return its number there
   * @throws IllegalArgumentException if there is no such issue
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
              new Issue(
                  origin,
                  title,
                  Optional.empty(),
                  List.of(),
                  Issue.Status.OPENED,
                  Optional.empty(),
                  0,
                  second),
              now);
          return origin.number();
        });
  }

  /** {@return the number of a new discussion, which cannot be read as an issue} */
  public long openDiscussion(String repository) {
    return locked(now -> repository(repository).nextNumber());
  }

  private GitHubAnswer answer(Fault fault, GitHubCall call, Caller caller, Instant now) {
    if (fault.reply().isEmpty()) {
      return api.answer(call, caller, now).delayedBy(fault.delay());
    }
    if (fault.effect() && fault.effectDelay().isPositive()) {
      lateEffects.add(now.plus(fault.effectDelay()), call);
    } else if (fault.effect()) {
      api.answer(call, caller, now);
    }
    Fault.Reply reply = fault.reply().get();
    GitHubAnswer answer = Faults.answer(reply, fault.delay(), api.documentation(call));
    // A server error comes from before GitHub's own counting.
    return answer.isLost() || answer.status() >= 500
        ? answer
        : answer.withHeaders(api.headers(call, caller, now)).withHeaders(reply.headers());
  }

  private void takeEffect(LateEffects.Late late) {
    Caller caller = authentication.identify(late.call(), late.due());
    api.answer(late.call(), caller, late.due());
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

  /** Something to do under the lock, after the effects that are due by then. */
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
