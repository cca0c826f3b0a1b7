/** Faults planted in the production code, which the exploration must find. */
@NullMarked
package org.pytorch.alerting.simulation.exploration.planted;

import org.jspecify.annotations.NullMarked;
