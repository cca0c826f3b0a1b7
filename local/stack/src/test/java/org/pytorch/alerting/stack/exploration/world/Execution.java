package org.pytorch.alerting.stack.exploration.world;

import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.decide.message.RecordRequest;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.model.action.Decision;
import org.pytorch.alerting.stack.exploration.model.Interned;

/**
 * One execution of the state machine, for one message. Executions have no names: two that are alike
 * are the same.
 *
 * @param holds whether the pending claim is its own. It stands for the claim's token: of tokens it
 *     only matters who can still present them.
 * @param lost a function that the execution has lost the connection to, and that goes on
 */
public record Execution(int message, boolean holds, Phase phase, Optional<Phase> lost) {

  /** Where it stands; the next step is the one that the phase names. */
  public sealed interface Phase {}

  /** Asks decide, which reads the row. */
  public record Deciding() implements Phase {}

  /**
   * Decide or record has read the row and writes.
   *
   * @param writes still to be done, in a row
   * @param then the phase after that
   * @param again the phase of who loses the race, or whose answer is lost
   */
  public record Writing(List<Write> writes, Phase then, Phase again) implements Phase {
    /** {@return what is left once the first write is done} */
    public Phase next() {
      return writes.size() == 1 ? then : new Writing(writes.subList(1, writes.size()), then, again);
    }
  }

  /**
   * @param holds whether the writer holds the pending claim by it
   */
  public record Write(Interned<Optional<StoredAlert>> row, boolean holds) {}

  /** Its GitHub function is at work. */
  public record Acting(Invocation invocation) implements Phase {}

  /** Puts the event of an action that is given up into the dead-letter queue. */
  public record Quarantining(Interned<Decision.Act> decision) implements Phase {}

  /** Asks record, which reads the row, to settle or to release. */
  public record Recording(Interned<RecordRequest> request) implements Phase {}

  /** It is over, and its message comes back: at once, or when it is time. */
  public record ComesBack() implements Phase {}

  /** Everything is done; only the queue does not know it yet. */
  public record Finished() implements Phase {}

  /** It is over, well or not; of it there is at most a lost function. */
  public record Over() implements Phase {}

  public static Execution begun(int message) {
    return new Execution(message, false, new Deciding(), Optional.empty());
  }

  public Execution in(Phase newPhase) {
    return new Execution(message, holds, newPhase, lost);
  }

  public Execution holding(boolean nowHolds) {
    return new Execution(message, nowHolds, phase, lost);
  }

  public Execution withLost(Optional<Phase> newLost) {
    return new Execution(message, holds, phase, newLost);
  }

  public boolean isOver() {
    return phase instanceof Over;
  }

  boolean isGone() {
    return isOver() && lost.isEmpty();
  }
}
