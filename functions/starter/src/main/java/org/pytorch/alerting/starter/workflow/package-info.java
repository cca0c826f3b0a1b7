/** The state machine: an execution's input, name and result. */
@NullMarked
package org.pytorch.alerting.starter.workflow;

import org.jspecify.annotations.NullMarked;
