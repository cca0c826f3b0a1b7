/** Publishing: the messages made from a payload, and the topic that they are sent to. */
@NullMarked
package org.pytorch.alerting.webhook.topic;

import org.jspecify.annotations.NullMarked;
