/** The start and the result of an execution. */
@NullMarked
package org.pytorch.alerting.stepfunctions.execution.outcome;

import org.jspecify.annotations.NullMarked;
