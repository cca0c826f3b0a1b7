/** What must hold in every state of the exploration. */
@NullMarked
package org.pytorch.alerting.simulation.exploration.invariant;

import org.jspecify.annotations.NullMarked;
