/**
 * This function's model of an issue, the request for an action, the port to GitHub, and the time
 * budget.
 */
@NullMarked
package org.pytorch.alerting.github.issue;

import org.jspecify.annotations.NullMarked;
