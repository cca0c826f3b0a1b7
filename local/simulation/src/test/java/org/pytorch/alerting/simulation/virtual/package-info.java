/**
 * The whole pipeline in virtual time: the real handlers and the real state machine, with a queue, a
 * table and a GitHub in memory. An hour passes in a moment, and a run repeats exactly.
 */
@NullMarked
package org.pytorch.alerting.simulation.virtual;

import org.jspecify.annotations.NullMarked;
