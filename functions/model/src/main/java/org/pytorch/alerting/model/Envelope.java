package org.pytorch.alerting.model;

import java.time.Instant;

/**
 * The message that brought an alert.
 *
 * @param messageId the webhook's id for it, else SQS's; the same after a redelivery or a redrive
 * @param sentAt when it was first put on our queue
 */
public record Envelope(String messageId, Instant sentAt) {}
