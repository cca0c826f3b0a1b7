package org.pytorch.alerting.starter.queue;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One message as SQS delivered it.
 *
 * @param receiptHandle identifies this delivery of the message to SQS
 * @param sentAt when it was put on the queue
 * @param firstReceivedAt when it was first delivered; until then it may have been delayed on
 *     purpose
 * @param receiveCount how often it was delivered, including this time; from 1
 * @param attributes the sender's attributes that are text or numbers; binary ones are ignored
 * @param traceHeader its X-Ray trace
 */
public record SqsMessage(
    String messageId,
    Optional<String> receiptHandle,
    String body,
    Instant sentAt,
    Instant firstReceivedAt,
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
