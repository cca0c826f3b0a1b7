/** The events and faults of an execution. */
@NullMarked
package org.pytorch.alerting.stepfunctions.execution.history;

import org.jspecify.annotations.NullMarked;
