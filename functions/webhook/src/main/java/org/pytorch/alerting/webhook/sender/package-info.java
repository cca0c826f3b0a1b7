/** The senders, their proofs of identity, and the secret that lists them. */
@NullMarked
package org.pytorch.alerting.webhook.sender;

import org.jspecify.annotations.NullMarked;
