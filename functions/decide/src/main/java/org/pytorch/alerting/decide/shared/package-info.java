/** Alerts that share one issue, which is an alert of our own. */
@NullMarked
package org.pytorch.alerting.decide.shared;

import org.jspecify.annotations.NullMarked;
