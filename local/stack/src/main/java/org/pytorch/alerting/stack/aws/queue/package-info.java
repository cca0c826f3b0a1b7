/** SNS and SQS for one machine, and the poller that hands a queue's messages to a function. */
@NullMarked
package org.pytorch.alerting.stack.aws.queue;

import org.jspecify.annotations.NullMarked;
