/**
 * The whole pipeline under random faults, in virtual time: one seed makes one world, which repeats
 * exactly. The invariants are checked while it runs and when it is at rest.
 */
@NullMarked
package org.pytorch.alerting.simulation;

import org.jspecify.annotations.NullMarked;
