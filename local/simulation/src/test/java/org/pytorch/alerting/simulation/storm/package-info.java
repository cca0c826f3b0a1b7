/**
 * Worlds of storms: more alerts at once than may have issues of their own, while faults happen. The
 * world knows which alerts fire, and checks that each has one place.
 */
@NullMarked
package org.pytorch.alerting.simulation.storm;

import org.jspecify.annotations.NullMarked;
