package org.pytorch.alerting.fakegithub.fault;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.pytorch.alerting.fakegithub.call.CallResponse;
import org.pytorch.alerting.fakegithub.call.GitHubCall;

/**
 * A fault of the next matching requests.
 *
 * @param method of the requests, in upper case; absent for any
 * @param path pattern searched in their paths, without the query
 * @param actor pattern searched in their callers' logins; absent for any
 * @param times number of requests left; {@link #FOR_EVER} for all
 * @param delay delay of the response
 * @param reply the response instead of GitHub's; absent if the request is only slow
 * @param effect whether the request takes effect despite the faulty response
 * @param effectDelay delay of the effect, if there is one
 */
@RecordBuilder
public record Fault(
    Optional<String> method,
    Pattern path,
    Optional<Pattern> actor,
    int times,
    Duration delay,
    Optional<Reply> reply,
    boolean effect,
    Duration effectDelay) {
  /** Value of {@link #times}: the fault stays until it is replaced. */
  public static final int FOR_EVER = -1;

  /**
   * A response instead of GitHub's.
   *
   * @param status {@link CallResponse#LOST} if the connection is closed without a response
   * @param body absent for GitHub's usual body with this status
   */
  public record Reply(int status, Map<String, String> headers, Optional<String> body) {
    public Reply {
      if (status != CallResponse.LOST && (status < 200 || status > 599)) {
        throw new IllegalArgumentException("not an HTTP status:  " + status);
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

  /** {@return a fault of the next request with this method and path, without an effect yet} */
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

  /** {@return this fault for {@code count} requests} */
  public Fault times(int count) {
    return FaultBuilder.builder(this).times(count).build();
  }

  /** {@return this fault until the faults are replaced} */
  public Fault forEver() {
    return times(FOR_EVER);
  }

  /** {@return this fault only for callers whose login matches this pattern} */
  public Fault by(String login) {
    return FaultBuilder.builder(this).actor(Optional.of(Pattern.compile(login))).build();
  }

  /** {@return this fault with a delayed response} */
  public Fault delayed(Duration duration) {
    return FaultBuilder.builder(this).delay(duration).build();
  }

  /** {@return this fault with a status, its usual body and additional headers} */
  public Fault answering(int status, Map<String, String> headers) {
    return replying(new Reply(status, headers, Optional.empty()));
  }

  /** {@return this fault with a status and its usual body} */
  public Fault answering(int status) {
    return answering(status, Map.of());
  }

  /** {@return this fault with exactly this response} */
  public Fault replying(Reply other) {
    return FaultBuilder.builder(this).reply(Optional.of(other)).build();
  }

  /** {@return this fault, closing the connection without a response} */
  public Fault dropping() {
    return answering(CallResponse.LOST);
  }

  /** {@return this fault after the request took effect} */
  public Fault afterCommit() {
    return FaultBuilder.builder(this).effect(true).build();
  }

  /** {@return this fault, with the request taking effect {@code duration} later} */
  public Fault afterLateCommit(Duration duration) {
    return FaultBuilder.builder(this).effect(true).effectDelay(duration).build();
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
