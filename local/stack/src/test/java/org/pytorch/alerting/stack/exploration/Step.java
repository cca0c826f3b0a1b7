package org.pytorch.alerting.stack.exploration;

import java.util.function.Supplier;

/**
 * One thing that can happen next.
 *
 * @param actor the index of the execution that does it, or {@link #NOBODY}
 * @param words what happens; only asked for when it is told
 */
record Step(int actor, Supplier<String> words, World next) {
  static final int NOBODY = -1;
}
