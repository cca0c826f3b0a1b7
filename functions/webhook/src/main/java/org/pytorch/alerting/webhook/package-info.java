/** Authenticates a sender, checks the body, publishes to SNS. */
@NullMarked
package org.pytorch.alerting.webhook;

import org.jspecify.annotations.NullMarked;
