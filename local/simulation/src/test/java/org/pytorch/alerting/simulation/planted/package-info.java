/** Faults planted in the pipeline, which the simulation must find. */
@NullMarked
package org.pytorch.alerting.simulation.planted;

import org.jspecify.annotations.NullMarked;
