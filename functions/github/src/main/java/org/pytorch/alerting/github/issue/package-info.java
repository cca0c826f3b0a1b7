/** This function's model of an issue, the port to GitHub's issues, and the time budget. */
@NullMarked
package org.pytorch.alerting.github.issue;

import org.jspecify.annotations.NullMarked;
