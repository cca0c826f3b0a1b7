package org.pytorch.alerting.simulation.exploration.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.simulation.exploration.model.Counters;
import org.pytorch.alerting.simulation.exploration.model.Interned;
import org.pytorch.alerting.simulation.exploration.model.ModelGitHub;
import org.pytorch.alerting.simulation.exploration.world.Execution.Phase;

/**
 * The whole state at one moment.
 *
 * @param row the alert's row in the table
 * @param executions in any order
 */
public record World(
    Interned<Optional<StoredAlert>> row,
    Interned<ModelGitHub> github,
    Counters counters,
    List<Execution> executions) {

  public World {
    executions = List.copyOf(executions);
  }

  public World withGitHub(Interned<ModelGitHub> newGitHub) {
    return new World(row, newGitHub, counters, executions);
  }

  public World withRow(Interned<Optional<StoredAlert>> newRow) {
    return new World(newRow, github, counters, executions);
  }

  public World withCounters(Counters newCounters) {
    return new World(row, github, newCounters, executions);
  }

  public World withFault() {
    return withCounters(counters.withFault());
  }

  public World plus(Execution execution) {
    List<Execution> more = new ArrayList<>(executions);
    more.add(execution);
    return new World(row, github, counters, more);
  }

  /** Moves the execution at {@code index} to {@code phase}. */
  public World in(int index, Phase phase) {
    return with(index, executions.get(index).in(phase));
  }

  /** Moves the orphaned function of the execution at {@code index} to another phase. */
  public World withOrphan(int index, Optional<Phase> orphan) {
    return with(index, executions.get(index).withOrphan(orphan));
  }

  private World with(int index, Execution execution) {
    List<Execution> changed = new ArrayList<>(executions);
    if (execution.isGone()) {
      changed.remove(index);
    } else {
      changed.set(index, execution);
    }
    return new World(row, github, counters, changed);
  }

  /** {@return the number of executions that have not ended} */
  public int running() {
    int running = 0;
    for (Execution execution : executions) {
      running += execution.hasEnded() ? 0 : 1;
    }
    return running;
  }
}
