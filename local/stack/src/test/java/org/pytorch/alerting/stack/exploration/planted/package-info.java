/** Faults planted in the production code, which the exploration must find. */
@NullMarked
package org.pytorch.alerting.stack.exploration.planted;

import org.jspecify.annotations.NullMarked;
