package org.pytorch.alerting.fakegithub.fault;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.fakegithub.call.GitHubCall;

/** Answered requests whose effects are pending. */
public final class LateEffects {
  /** A request and the time of its effect. */
  public record Late(Instant due, GitHubCall call) {}

  /** Soonest first. */
  private final List<Late> waiting = new ArrayList<>();

  public void add(Instant due, GitHubCall call) {
    waiting.add(new Late(due, call));
    waiting.sort(Comparator.comparing(Late::due));
  }

  /** {@return and removes the next request that is due at {@code now}} */
  public Optional<Late> takeDue(Instant now) {
    if (waiting.isEmpty() || waiting.getFirst().due().isAfter(now)) {
      return Optional.empty();
    }
    return Optional.of(waiting.removeFirst());
  }

  public int size() {
    return waiting.size();
  }

  public void clear() {
    waiting.clear();
  }
}
