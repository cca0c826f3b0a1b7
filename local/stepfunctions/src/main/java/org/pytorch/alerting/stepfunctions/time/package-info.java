/** Schedulers: real time, or virtual time in one thread. */
@NullMarked
package org.pytorch.alerting.stepfunctions.time;

import org.jspecify.annotations.NullMarked;
