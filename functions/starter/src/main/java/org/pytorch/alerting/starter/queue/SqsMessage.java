package org.pytorch.alerting.starter.queue;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One message as SQS handed it out.
 *
 * @param receiptHandle what SQS wants to see when this delivery of the message is spoken of
 * @param sentAt when it was put on the queue
 * @param receiveCount how often it was handed out, this time included; from 1
 * @param attributes the sender's attributes that are text or numbers; binary ones are passed over
 * @param traceHeader the X-Ray trace that it belongs to
 */
public record SqsMessage(
    String messageId,
    Optional<String> receiptHandle,
    String body,
    Instant sentAt,
    int receiveCount,
    Map<String, String> attributes,
    Optional<String> eventSourceArn,
    Optional<String> awsRegion,
    Optional<String> traceHeader) {
  public SqsMessage {
    if (messageId.isBlank()) {
      throw new IllegalArgumentException("message id is blank");
    }
    if (receiveCount < 1) {
      throw new IllegalArgumentException("receive count is below 1: " + receiveCount);
    }
    attributes = Map.copyOf(attributes);
  }
}
