/** A state of the exploration: the row, GitHub, the queue and the executions. */
@NullMarked
package org.pytorch.alerting.simulation.exploration.world;

import org.jspecify.annotations.NullMarked;
