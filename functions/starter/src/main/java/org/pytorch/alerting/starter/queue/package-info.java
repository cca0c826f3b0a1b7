/** The queue's messages, as received and as quarantined. */
@NullMarked
package org.pytorch.alerting.starter.queue;

import org.jspecify.annotations.NullMarked;
