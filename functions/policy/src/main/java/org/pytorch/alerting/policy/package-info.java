/** The policy: what its file says, and what it says about an alert. */
@NullMarked
package org.pytorch.alerting.policy;

import org.jspecify.annotations.NullMarked;
