package org.pytorch.alerting.model;

import java.time.Instant;

/**
 * Which message brought an alert.
 *
 * @param messageId the front door's id for it, else SQS's; the same over redelivery and redrive
 * @param sentAt when it was first put on our queue
 */
public record Envelope(String messageId, Instant sentAt) {}
