/** Starts one execution of the state machine for each message of an SQS batch. */
@NullMarked
package org.pytorch.alerting.starter;

import org.jspecify.annotations.NullMarked;
