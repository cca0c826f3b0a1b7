package org.pytorch.alerting.stack.exploration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.stack.exploration.Execution.Phase;

/**
 * Everything there is, at one moment.
 *
 * @param row of the alert in the table
 * @param executions in any order
 */
record World(
    Interned<Optional<StoredAlert>> row,
    Interned<ModelGitHub> github,
    Mail mail,
    List<Execution> executions) {

  World {
    executions = List.copyOf(executions);
  }

  World withGitHub(Interned<ModelGitHub> newGitHub) {
    return new World(row, newGitHub, mail, executions);
  }

  World withMail(Mail newMail) {
    return new World(row, github, newMail, executions);
  }

  World withFault() {
    return withMail(mail.withFault());
  }

  World plus(Execution execution) {
    List<Execution> more = new ArrayList<>(executions);
    more.add(execution);
    return new World(row, github, mail, more);
  }

  /** Puts the execution at {@code index} into its next phase. */
  World in(int index, Phase phase) {
    return with(index, executions.get(index).in(phase));
  }

  /** Changes what the lost function of the execution at {@code index} is at. */
  World withLost(int index, Optional<Phase> lost) {
    return with(index, executions.get(index).withLost(lost));
  }

  private World with(int index, Execution execution) {
    List<Execution> changed = new ArrayList<>(executions);
    if (execution.isGone()) {
      changed.remove(index);
    } else {
      changed.set(index, execution);
    }
    return new World(row, github, mail, changed);
  }

  /** {@return how many executions the state machine runs} */
  long running() {
    return executions.stream().filter(execution -> !execution.isOver()).count();
  }
}
