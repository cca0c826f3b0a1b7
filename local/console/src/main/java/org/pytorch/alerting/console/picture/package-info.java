/** Executions drawn: the graph with the path taken, and the bars of their durations. */
@NullMarked
package org.pytorch.alerting.console.picture;

import org.jspecify.annotations.NullMarked;
