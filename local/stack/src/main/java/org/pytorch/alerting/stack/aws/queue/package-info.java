/** SNS and SQS on one machine, and the poller that passes a queue's messages to a function. */
@NullMarked
package org.pytorch.alerting.stack.aws.queue;

import org.jspecify.annotations.NullMarked;
