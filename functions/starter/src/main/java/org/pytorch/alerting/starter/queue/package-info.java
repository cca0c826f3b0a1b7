/** The queue's messages, as they come and as they are set aside. */
@NullMarked
package org.pytorch.alerting.starter.queue;

import org.jspecify.annotations.NullMarked;
