package org.pytorch.alerting.model.message;

import java.time.Instant;

/**
 * The message that brought an alert.
 *
 * @param messageId SQS's id for it; a redrive gives it a new one
 * @param deliveryId the webhook's id for it, else SQS's first one; the same after a redelivery or a
 *     redrive
 * @param sentAt when it was first put on our queue
 */
public record Envelope(String messageId, String deliveryId, Instant sentAt) {}
