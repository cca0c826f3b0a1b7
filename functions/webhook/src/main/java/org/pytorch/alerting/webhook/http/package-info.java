/** A request as API Gateway hands it over, and the answer to it. */
@NullMarked
package org.pytorch.alerting.webhook.http;

import org.jspecify.annotations.NullMarked;
