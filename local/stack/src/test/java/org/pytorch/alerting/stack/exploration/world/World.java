package org.pytorch.alerting.stack.exploration.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.stack.exploration.model.Interned;
import org.pytorch.alerting.stack.exploration.model.Mail;
import org.pytorch.alerting.stack.exploration.model.ModelGitHub;
import org.pytorch.alerting.stack.exploration.world.Execution.Phase;

/**
 * Everything there is, at one moment.
 *
 * @param row of the alert in the table
 * @param executions in any order
 */
public record World(
    Interned<Optional<StoredAlert>> row,
    Interned<ModelGitHub> github,
    Mail mail,
    List<Execution> executions) {

  public World {
    executions = List.copyOf(executions);
  }

  public World withGitHub(Interned<ModelGitHub> newGitHub) {
    return new World(row, newGitHub, mail, executions);
  }

  public World withMail(Mail newMail) {
    return new World(row, github, newMail, executions);
  }

  public World withFault() {
    return withMail(mail.withFault());
  }

  public World plus(Execution execution) {
    List<Execution> more = new ArrayList<>(executions);
    more.add(execution);
    return new World(row, github, mail, more);
  }

  /** Puts the execution at {@code index} into its next phase. */
  public World in(int index, Phase phase) {
    return with(index, executions.get(index).in(phase));
  }

  /** Changes what the lost function of the execution at {@code index} is at. */
  public World withLost(int index, Optional<Phase> lost) {
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
  public long running() {
    return executions.stream().filter(execution -> !execution.isOver()).count();
  }
}
