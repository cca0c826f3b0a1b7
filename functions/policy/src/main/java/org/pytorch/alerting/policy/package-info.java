/** Reads a policy, and says what it means for an alert. */
@NullMarked
package org.pytorch.alerting.policy;

import org.jspecify.annotations.NullMarked;
