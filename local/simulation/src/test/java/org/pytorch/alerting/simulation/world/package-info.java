/** A simulated world: its alerts, its faults, its people and its checks. */
@NullMarked
package org.pytorch.alerting.simulation.world;

import org.jspecify.annotations.NullMarked;
