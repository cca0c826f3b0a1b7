/** What happens in an execution, as its listeners are told, and what fails in it. */
@NullMarked
package org.pytorch.alerting.stepfunctions.execution.history;

import org.jspecify.annotations.NullMarked;
