/** Finds the route of an alert, and why each earlier route is not its route. */
@NullMarked
package org.pytorch.alerting.policy.match;

import org.jspecify.annotations.NullMarked;
