/** The interpreter: runs executions of a state machine, without a thread of its own. */
@NullMarked
package org.pytorch.alerting.stepfunctions.execution;

import org.jspecify.annotations.NullMarked;
