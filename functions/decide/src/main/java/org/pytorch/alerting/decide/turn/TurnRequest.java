package org.pytorch.alerting.decide.turn;

import java.time.Duration;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.model.action.AlertAction;

/**
 * What an action needs of GitHub.
 *
 * @param requests of any kind, from 1
 * @param writes requests that GitHub counts as content, from 1
 */
public record TurnRequest(int requests, int writes, Lane lane) {
  /** A search reads a few pages of issues or comments; see the github function's limits. */
  private static final int SEARCH_REQUESTS = 3;

  /**
   * The priority of an action. There is no queue: a lane is how far ahead its members may book, so
   * that a faster lane always has room before the others, and an unused lane costs nothing.
   */
  public enum Lane {
    /** Opening or closing issues, and everything about P0 and P1. */
    URGENT(Duration.ofSeconds(30)),
    /** Everything that can wait. */
    ROUTINE(Duration.ofSeconds(15)),
    /** Refreshes: the next event makes one as well. */
    REFRESH(Duration.ofSeconds(5));

    private final Duration ahead;

    Lane(Duration ahead) {
      this.ahead = ahead;
    }

    /** {@return how far ahead a turn may be booked} */
    public Duration ahead() {
      return ahead;
    }
  }

  public TurnRequest {
    if (requests < 1 || writes < 1) {
      throw new IllegalArgumentException(
          "not an action: %d requests, %d writes".formatted(requests, writes));
    }
  }

  /**
   * {@return the needs of {@code action}}
   *
   * @param event what it reports
   * @param searches whether an earlier attempt may have sent something, so that a search comes
   *     first
   */
  public static TurnRequest of(AlertAction action, AlertEvent event, boolean searches) {
    int more = searches ? SEARCH_REQUESTS : 0;
    boolean high =
        event.priority().filter(it -> it == Priority.P0 || it == Priority.P1).isPresent();
    return switch (action) {
      case CREATE -> new TurnRequest(1 + more, 1, Lane.URGENT);
      // Each reads the issue first, because a person may have closed it, and writes its body last,
      // which GitHub does not count as content.
      case COMMENT -> new TurnRequest(3 + more, 1, high ? Lane.URGENT : Lane.ROUTINE);
      case UPDATE -> new TurnRequest(2 + more, 1, Lane.REFRESH);
      case REOPEN, CLOSE -> new TurnRequest(3 + more, 2, Lane.URGENT);
      case COUNT, JOIN, SKIP_STALE, SKIP_MANUAL_CLOSE, SKIP_POLICY, REJECT, GIVE_UP, POSTPONE ->
          throw new IllegalArgumentException("needs nothing of GitHub: " + action);
    };
  }
}
