package org.pytorch.alerting.simulation.exploration.step;

import java.util.ArrayList;
import java.util.List;
import org.pytorch.alerting.simulation.exploration.model.Story;
import org.pytorch.alerting.simulation.exploration.world.Execution;
import org.pytorch.alerting.simulation.exploration.world.World;

/** Names the executions of one history: the first of message 2 is {@code m2 (F1) delivery 1}. */
public final class Names {
  private final Story story;
  private final List<String> names = new ArrayList<>();

  public Names(Story story) {
    this.story = story;
  }

  /** {@return the description of the step from {@code before}, in one line} */
  public String describe(World before, Step step) {
    World after = step.next();
    String who = step.actor() == Step.NOBODY ? "" : names.get(step.actor()) + ": ";
    int more = after.executions().size() - before.executions().size();
    if (more < 0) {
      names.remove(step.actor());
    } else if (more > 0) {
      Execution added = after.executions().getLast();
      names.add(
          "%s delivery %d"
              .formatted(
                  story.describe(added.message()), after.counters().deliveries(added.message())));
    }
    return who + step.text().get();
  }
}
