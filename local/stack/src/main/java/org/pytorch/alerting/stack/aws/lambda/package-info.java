/** Lambda on one machine: functions, their instances, and two ways to call them over HTTP. */
@NullMarked
package org.pytorch.alerting.stack.aws.lambda;

import org.jspecify.annotations.NullMarked;
