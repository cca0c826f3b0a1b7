/** A request as API Gateway passes it on, and its response. */
@NullMarked
package org.pytorch.alerting.webhook.http;

import org.jspecify.annotations.NullMarked;
