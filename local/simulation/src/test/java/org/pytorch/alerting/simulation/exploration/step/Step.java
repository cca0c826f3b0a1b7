package org.pytorch.alerting.simulation.exploration.step;

import java.util.function.Supplier;
import org.pytorch.alerting.simulation.exploration.world.World;

/**
 * One possible next step.
 *
 * @param actor the index of the execution that takes the step, or {@link #NOBODY}
 * @param text what happens; only evaluated when it is printed
 */
public record Step(int actor, Supplier<String> text, World next) {
  static final int NOBODY = -1;
}
