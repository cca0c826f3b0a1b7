/** The wrappings of a payload: the queue's message, SNS, a CloudEvent, their attributes. */
@NullMarked
package org.pytorch.alerting.normalize.message;

import org.jspecify.annotations.NullMarked;
