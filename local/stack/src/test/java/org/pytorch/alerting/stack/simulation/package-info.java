/**
 * The whole pipeline under random faults, in virtual time: one seed makes one world, which repeats
 * exactly. What is promised is checked while it runs and when it has come to rest.
 */
@NullMarked
package org.pytorch.alerting.stack.simulation;

import org.jspecify.annotations.NullMarked;
