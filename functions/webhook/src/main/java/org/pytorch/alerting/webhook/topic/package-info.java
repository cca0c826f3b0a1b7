/** Publishing: the messages that a payload becomes, and the topic that takes them. */
@NullMarked
package org.pytorch.alerting.webhook.topic;

import org.jspecify.annotations.NullMarked;
