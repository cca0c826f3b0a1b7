package org.pytorch.alerting.stack.github.fault;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.pytorch.alerting.stack.github.call.GitHubAnswer;
import org.pytorch.alerting.stack.github.call.GitHubCall;

/**
 * Something that goes wrong with the next requests of a kind.
 *
 * @param method of the requests, in upper case; absent for any
 * @param path searched in their paths, without the query
 * @param actor searched in their callers' logins; absent for any
 * @param times how many requests are left for it; {@link #FOR_EVER} for all
 * @param delay how long the answer takes
 * @param reply what is answered instead; absent if the request is only slow
 * @param effect whether the request does what it asks for although the answer is another
 * @param effectDelay how long after the request its effect comes, if there is one
 */
public record Fault(
    Optional<String> method,
    Pattern path,
    Optional<Pattern> actor,
    int times,
    Duration delay,
    Optional<Reply> reply,
    boolean effect,
    Duration effectDelay) {
  /** As {@link #times}: the fault stays until it is replaced. */
  public static final int FOR_EVER = -1;

  /**
   * An answer in place of GitHub's.
   *
   * @param status {@link GitHubAnswer#LOST} if the connection is closed without an answer
   * @param body absent for the one GitHub gives with this status
   */
  public record Reply(int status, Map<String, String> headers, Optional<String> body) {
    public Reply {
      if (status != GitHubAnswer.LOST && (status < 200 || status > 599)) {
        throw new IllegalArgumentException("no HTTP status of an answer: " + status);
      }
      headers = Map.copyOf(headers);
    }
  }

  public Fault {
    method = method.map(text -> text.toUpperCase(Locale.ROOT));
    if (times < FOR_EVER) {
      throw new IllegalArgumentException("times is below -1: " + times);
    }
    if (delay.isNegative() || effectDelay.isNegative()) {
      throw new IllegalArgumentException("a delay is negative");
    }
    if (effect && reply.isEmpty()) {
      throw new IllegalArgumentException("after commit needs a status, or drop, to answer with");
    }
    if (effectDelay.isPositive() && !effect) {
      throw new IllegalArgumentException("a late effect needs after: commit");
    }
  }

  /** {@return a fault of the next request with this method and path; it does nothing yet} */
  public static Fault on(String method, String path) {
    return new Fault(
        Optional.of(method),
        Pattern.compile(path),
        Optional.empty(),
        1,
        Duration.ZERO,
        Optional.empty(),
        false,
        Duration.ZERO);
  }

  /** {@return this, for so many requests} */
  public Fault times(int count) {
    return new Fault(method, path, actor, count, delay, reply, effect, effectDelay);
  }

  /** {@return this, until the faults are replaced} */
  public Fault forEver() {
    return times(FOR_EVER);
  }

  /** {@return this, only for requests of callers whose login has this pattern in it} */
  public Fault by(String login) {
    Optional<Pattern> pattern = Optional.of(Pattern.compile(login));
    return new Fault(method, path, pattern, times, delay, reply, effect, effectDelay);
  }

  /** {@return this, answering so late} */
  public Fault delayed(Duration duration) {
    return new Fault(method, path, actor, times, duration, reply, effect, effectDelay);
  }

  /** {@return this, answering with a status, its usual body and more headers} */
  public Fault answering(int status, Map<String, String> headers) {
    return replying(new Reply(status, headers, Optional.empty()));
  }

  /** {@return this, answering with a status and its usual body} */
  public Fault answering(int status) {
    return answering(status, Map.of());
  }

  /** {@return this, answering with exactly this} */
  public Fault replying(Reply other) {
    return new Fault(method, path, actor, times, delay, Optional.of(other), effect, effectDelay);
  }

  /** {@return this, closing the connection without an answer} */
  public Fault dropping() {
    return answering(GitHubAnswer.LOST);
  }

  /** {@return this, with the request's effect there although its answer is lost} */
  public Fault afterCommit() {
    return new Fault(method, path, actor, times, delay, reply, true, effectDelay);
  }

  /** {@return this, with the request's effect only so long after the request} */
  public Fault afterLateCommit(Duration duration) {
    return new Fault(method, path, actor, times, delay, reply, true, duration);
  }

  boolean matches(GitHubCall call, String login) {
    return times != 0
        && method.map(call.method()::equals).orElse(true)
        && path.matcher(call.path()).find()
        && actor.map(pattern -> pattern.matcher(login).find()).orElse(true);
  }

  Fault used() {
    return times == FOR_EVER ? this : times(times - 1);
  }
}
