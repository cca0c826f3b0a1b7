/** An embedded AWS Step Functions for development and tests. */
@NullMarked
package org.pytorch.alerting.stepfunctions;

import org.jspecify.annotations.NullMarked;
