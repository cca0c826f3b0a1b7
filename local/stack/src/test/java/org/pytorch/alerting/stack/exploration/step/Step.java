package org.pytorch.alerting.stack.exploration.step;

import java.util.function.Supplier;
import org.pytorch.alerting.stack.exploration.world.World;

/**
 * One thing that can happen next.
 *
 * @param actor the index of the execution that does it, or {@link #NOBODY}
 * @param words what happens; only asked for when it is told
 */
public record Step(int actor, Supplier<String> words, World next) {
  static final int NOBODY = -1;
}
