/**
 * Worlds with a policy that is replaced while alerts fire and faults happen. The world knows what
 * each policy says without reading it, and checks that exactly that happens.
 */
@NullMarked
package org.pytorch.alerting.simulation.policy;

import org.jspecify.annotations.NullMarked;
