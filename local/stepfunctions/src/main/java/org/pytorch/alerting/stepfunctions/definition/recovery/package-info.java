/** Retry and Catch. */
@NullMarked
package org.pytorch.alerting.stepfunctions.definition.recovery;

import org.jspecify.annotations.NullMarked;
