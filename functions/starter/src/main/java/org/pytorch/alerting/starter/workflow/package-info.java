/** The state machine: what an execution is given, what it is called and what came of it. */
@NullMarked
package org.pytorch.alerting.starter.workflow;

import org.jspecify.annotations.NullMarked;
