/** Executions drawn: the graph with the way taken, and the bars of their durations. */
@NullMarked
package org.pytorch.alerting.console.picture;

import org.jspecify.annotations.NullMarked;
