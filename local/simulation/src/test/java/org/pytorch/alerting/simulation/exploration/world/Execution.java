package org.pytorch.alerting.simulation.exploration.world;

import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.decide.message.RecordRequest;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.model.action.Decision;
import org.pytorch.alerting.simulation.exploration.model.Interned;

/**
 * One execution of the state machine, for one message. Executions have no names: two equal ones are
 * the same.
 *
 * @param holds whether it holds the pending claim. This stands for the claim's token: all that
 *     matters about a token is who can still present it.
 * @param orphan a function that still runs although the execution has lost the connection to it
 */
public record Execution(int message, boolean holds, Phase phase, Optional<Phase> orphan) {

  /** The next step of an execution. */
  public sealed interface Phase {}

  /** Invokes decide, which reads the row. */
  public record Deciding() implements Phase {}

  /**
   * Decide or record has read the row and writes.
   *
   * @param writes the writes left, in order
   * @param then the phase after the last write
   * @param again the phase if another write was faster, or if the response is lost
   */
  public record Writing(List<Write> writes, Phase then, Phase again) implements Phase {
    /** {@return the phase after the first write} */
    public Phase next() {
      return writes.size() == 1 ? then : new Writing(writes.subList(1, writes.size()), then, again);
    }

    /** Enough to tell most phases apart; {@link Execution#hashCode} says why it is written out. */
    @Override
    public int hashCode() {
      return 31 * writes.getFirst().row().hashCode() + then.hashCode();
    }
  }

  /**
   * @param holds whether the writer holds the pending claim after the write
   */
  public record Write(Interned<Optional<StoredAlert>> row, boolean holds) {}

  /** Its github function is running. */
  public record Acting(Invocation invocation) implements Phase {}

  /** Quarantines the event of an action that is given up. */
  public record Quarantining(Interned<Decision.Act> decision) implements Phase {}

  /** Invokes record, which reads the row, to settle or release the claim. */
  public record Recording(Interned<RecordRequest> request) implements Phase {}

  /** It has ended, and its message is redelivered, at once or later. */
  public record Redelivered() implements Phase {}

  /** Everything is done; its message is about to be deleted. */
  public record Finished() implements Phase {}

  /** It has ended, successfully or not; an orphaned function may still run. */
  public record Ended() implements Phase {}

  /**
   * Written out, because it is called for each of millions of steps, and a record's own is several
   * calls of method handles.
   */
  @Override
  public int hashCode() {
    return 31 * (31 * (2 * message + (holds ? 1 : 0)) + phase.hashCode()) + orphan.hashCode();
  }

  public static Execution started(int message) {
    return new Execution(message, false, new Deciding(), Optional.empty());
  }

  public Execution in(Phase newPhase) {
    return new Execution(message, holds, newPhase, orphan);
  }

  public Execution holding(boolean nowHolds) {
    return new Execution(message, nowHolds, phase, orphan);
  }

  public Execution withOrphan(Optional<Phase> newOrphan) {
    return new Execution(message, holds, phase, newOrphan);
  }

  public boolean hasEnded() {
    return phase instanceof Ended;
  }

  boolean isGone() {
    return hasEnded() && orphan.isEmpty();
  }
}
