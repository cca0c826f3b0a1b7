package org.pytorch.alerting.model;

import java.time.Instant;
import java.util.Optional;

/**
 * How a message reached us.
 *
 * @param receivedAt when normalize first looked at it
 * @param sentAt when it was put on the queue: SQS {@code SentTimestamp}
 * @param ingestTopic the queue's or topic's ARN it came through
 * @param deliveryAttempt the receive count, from 1
 * @param eventId the SQS message id, the same over redelivery
 */
public record Envelope(
    Instant receivedAt,
    Instant sentAt,
    Optional<String> ingestTopic,
    Optional<String> ingestRegion,
    int deliveryAttempt,
    String eventId) {}
