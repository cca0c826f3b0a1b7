package org.pytorch.alerting.stack.virtual;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pytorch.alerting.starter.MessageQueue;
import org.pytorch.alerting.starter.SqsMessage;
import org.pytorch.alerting.stepfunctions.time.Scheduler;

/**
 * A standard SQS queue with a dead-letter queue: visibility, receive counts, redrive. Whoever
 * receives is called when something can be received.
 */
final class VirtualQueue implements MessageQueue {
  static final Duration VISIBILITY = Duration.ofSeconds(6 * 270);
  static final int MAX_RECEIVE_COUNT = 20;
  private static final String ARN = "arn:aws:sqs:us-east-1:123456789012:alerts";

  private final Scheduler scheduler;
  private final Map<String, Stored> messages = new LinkedHashMap<>();
  private final List<DeadLetter> deadLetters = new ArrayList<>();
  private Runnable receiver = () -> {};
  private int sent;
  private int handedOut;

  VirtualQueue(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  /** A message of the dead-letter queue. */
  record DeadLetter(String body, Map<String, String> attributes) {}

  private static final class Stored {
    private final String id;
    private final String body;
    private final Map<String, String> attributes;
    private final Instant sentAt;
    private int receiveCount;
    private Instant visibleAt;
    private String receiptHandle = "";

    private Stored(String id, String body, Map<String, String> attributes, Instant sentAt) {
      this.id = id;
      this.body = body;
      this.attributes = attributes;
      this.sentAt = sentAt;
      this.visibleAt = sentAt;
    }
  }

  /** Calls {@code other} whenever a message becomes visible. */
  void onVisible(Runnable other) {
    receiver = other;
  }

  /** {@return the id of a new message} */
  String send(String body, Map<String, String> attributes) {
    sent++;
    String id = "00000000-0000-4000-8000-%012d".formatted(sent);
    messages.put(id, new Stored(id, body, Map.copyOf(attributes), scheduler.now()));
    scheduler.schedule(Duration.ZERO, receiver);
    return id;
  }

  /** {@return at most {@code max} visible messages, which are hidden from now on} */
  List<SqsMessage> receive(int max) {
    List<SqsMessage> batch = new ArrayList<>();
    for (Stored message : List.copyOf(messages.values())) {
      if (batch.size() < max && !message.visibleAt.isAfter(scheduler.now())) {
        if (message.receiveCount >= MAX_RECEIVE_COUNT) {
          messages.remove(message.id);
          deadLetters.add(new DeadLetter(message.body, message.attributes));
        } else {
          batch.add(handOut(message));
        }
      }
    }
    return batch;
  }

  private SqsMessage handOut(Stored message) {
    handedOut++;
    message.receiveCount++;
    message.receiptHandle = message.id + "/" + handedOut;
    hide(message, VISIBILITY);
    return new SqsMessage(
        message.id,
        Optional.of(message.receiptHandle),
        message.body,
        message.sentAt,
        message.receiveCount,
        message.attributes,
        Optional.of(ARN),
        Optional.of("us-east-1"),
        Optional.empty());
  }

  /** Makes a message visible although it is being worked on, as a standard queue may. */
  void deliverAgain(String id) {
    Optional.ofNullable(messages.get(id)).ifPresent(message -> hide(message, Duration.ZERO));
  }

  @Override
  public void changeVisibility(String receiptHandle, Duration timeout) {
    messages.values().stream()
        .filter(message -> message.receiptHandle.equals(receiptHandle))
        .findFirst()
        .ifPresent(message -> hide(message, timeout));
  }

  private void hide(Stored message, Duration timeout) {
    message.visibleAt = scheduler.now().plus(timeout);
    scheduler.schedule(timeout, receiver);
  }

  /** Deletes a message; as on SQS, an old receipt handle may do it too. */
  void delete(String id) {
    messages.remove(id);
  }

  @Override
  public void sendToDeadLetterQueue(String body, Map<String, String> attributes) {
    deadLetters.add(new DeadLetter(body, Map.copyOf(attributes)));
  }

  List<DeadLetter> deadLetters() {
    return List.copyOf(deadLetters);
  }

  boolean isEmpty() {
    return messages.isEmpty();
  }
}
