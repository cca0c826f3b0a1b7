/** Decides what an alert event means, claims the action and records its outcome. */
@NullMarked
package org.pytorch.alerting.decide;

import org.jspecify.annotations.NullMarked;
