/** What an execution begins with and what comes of it. */
@NullMarked
package org.pytorch.alerting.stepfunctions.execution.outcome;

import org.jspecify.annotations.NullMarked;
