package org.pytorch.alerting.starter.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Messages for tests. */
public final class SqsMessages {
  public static final Instant SENT_AT = Instant.parse("2026-03-04T07:12:10Z");
  static final String QUEUE_ARN = "arn:aws:sqs:us-east-1:123456789012:alerts";

  private SqsMessages() {}

  public static SqsMessage message(String id) {
    return message(id, "{\"status\":\"firing\"}", 1, Map.of("source", "grafana"));
  }

  public static SqsMessage message(String id, String body, Map<String, String> attributes) {
    return message(id, body, 1, attributes);
  }

  public static SqsMessage message(String id, int receiveCount) {
    return message(id, "{}", receiveCount, Map.of());
  }

  public static SqsMessage sentAt(Instant time, Map<String, String> attributes) {
    return message("m-sent", "{}", time, 1, attributes);
  }

  /** {@return one of our own messages to look at an alert again, delivered after {@code delay}} */
  public static SqsMessage check(String id, Duration delay) {
    SqsMessage check = message(id, "{}", SENT_AT, 1, Map.of("source", "check"));
    return new SqsMessage(
        check.messageId(),
        check.receiptHandle(),
        check.body(),
        check.sentAt(),
        check.sentAt().plus(delay),
        check.receiveCount(),
        check.attributes(),
        check.eventSourceArn(),
        check.awsRegion(),
        check.traceHeader());
  }

  private static SqsMessage message(
      String id, String body, int receiveCount, Map<String, String> attributes) {
    return message(id, body, SENT_AT, receiveCount, attributes);
  }

  private static SqsMessage message(
      String id, String body, Instant sentAt, int receiveCount, Map<String, String> attributes) {
    return new SqsMessage(
        id,
        Optional.of("handle-of-" + id),
        body,
        sentAt,
        sentAt,
        receiveCount,
        attributes,
        Optional.of(QUEUE_ARN),
        Optional.of("us-east-1"),
        Optional.empty());
  }

  /** Text that compression does not shrink much: each character is one of 64, at random. */
  public static String incompressible(int length) {
    byte[] noise = new byte[length / 4 * 3];
    new Random(7).nextBytes(noise);
    return Base64.getEncoder().encodeToString(noise);
  }
}
