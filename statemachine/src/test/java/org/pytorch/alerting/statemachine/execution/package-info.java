/** Tests of single executions on the embedded engine: limits, times, deliveries and redrives. */
@NullMarked
package org.pytorch.alerting.statemachine.execution;

import org.jspecify.annotations.NullMarked;
