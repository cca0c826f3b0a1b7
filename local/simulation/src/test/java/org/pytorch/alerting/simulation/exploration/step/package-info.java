/** The steps that lead from one state of the exploration to the next. */
@NullMarked
package org.pytorch.alerting.simulation.exploration.step;

import org.jspecify.annotations.NullMarked;
