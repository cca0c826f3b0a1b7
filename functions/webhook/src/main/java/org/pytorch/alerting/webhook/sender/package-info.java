/** Who may send: senders, what proves that a request is theirs, and the secret that lists them. */
@NullMarked
package org.pytorch.alerting.webhook.sender;

import org.jspecify.annotations.NullMarked;
