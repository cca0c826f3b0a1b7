/** A state of the exploration: the row, GitHub, the queue and the executions. */
@NullMarked
package org.pytorch.alerting.stack.exploration.world;

import org.jspecify.annotations.NullMarked;
