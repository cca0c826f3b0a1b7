package org.pytorch.alerting.stack.virtual;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.pytorch.alerting.starter.queue.MessageQueue;
import org.pytorch.alerting.starter.queue.SqsMessage;
import org.pytorch.alerting.stepfunctions.time.Scheduler;

/**
 * A standard SQS queue with a dead-letter queue: visibility, receive counts, redrive. Whoever
 * receives is called when something can be received.
 */
public final class VirtualQueue implements MessageQueue {
  static final Duration VISIBILITY = Duration.ofSeconds(6 * 270);
  static final int MAX_RECEIVE_COUNT = 20;
  private static final String ARN = "arn:aws:sqs:us-east-1:123456789012:alerts";

  private final Scheduler scheduler;
  private final RandomGenerator random;
  private final Map<String, Stored> messages = new LinkedHashMap<>();
  private final Map<String, Stored> deleted = new LinkedHashMap<>();
  private final List<DeadLetter> deadLetters = new ArrayList<>();
  private final List<DeadLetter> redriven = new ArrayList<>();
  private BooleanSupplier deadLetterQueueRefuses = () -> false;
  private Runnable receiver = () -> {};
  private int sent;
  private int handedOut;

  VirtualQueue(Scheduler scheduler, RandomGenerator random) {
    this.scheduler = scheduler;
    this.random = random;
  }

  /**
   * A message of the dead-letter queue.
   *
   * @param messageId the id that it had at first; an event's id if its action was given up
   * @param exhausted whether the queue put it there after its last delivery, without a diagnosis
   */
  public record DeadLetter(
      String messageId, String body, Map<String, String> attributes, boolean exhausted) {
    /** {@return whether it is one event, whose action was given up, and not what a sender sent} */
    public boolean isGivenUp() {
      return attributes.getOrDefault("error", "").equals("ActionGivenUp");
    }
  }

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
  public String send(String body, Map<String, String> attributes) {
    sent++;
    String id = "00000000-0000-4000-8000-%012d".formatted(sent);
    messages.put(id, new Stored(id, body, Map.copyOf(attributes), scheduler.now()));
    scheduler.schedule(Duration.ZERO, receiver);
    return id;
  }

  /** {@return at most {@code max} visible messages, which are hidden from now on} */
  List<SqsMessage> receive(int max) {
    List<SqsMessage> batch = new ArrayList<>();
    List<Stored> inAnyOrder = new ArrayList<>(messages.values());
    Collections.shuffle(inAnyOrder, Random.from(random));
    for (Stored message : inAnyOrder) {
      if (batch.size() < max && !message.visibleAt.isAfter(scheduler.now())) {
        if (message.receiveCount >= MAX_RECEIVE_COUNT) {
          messages.remove(message.id);
          deadLetters.add(new DeadLetter(message.id, message.body, message.attributes, true));
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

  /**
   * Makes a message visible although it is being worked on, or was deleted a while ago, as a
   * standard queue may.
   */
  public void deliverAgain(String id) {
    Optional.ofNullable(deleted.remove(id)).ifPresent(message -> messages.put(id, message));
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
    Optional.ofNullable(messages.remove(id)).ifPresent(message -> deleted.put(id, message));
  }

  /** Lets every message to the dead-letter queue be refused while {@code condition} holds. */
  public void deadLetterQueueRefuses(BooleanSupplier condition) {
    deadLetterQueueRefuses = condition;
  }

  @Override
  public void sendToDeadLetterQueue(String body, Map<String, String> attributes) {
    if (deadLetterQueueRefuses.getAsBoolean()) {
      throw new IllegalStateException("SQS is not available");
    }
    deadLetters.add(
        new DeadLetter(
            attributes.getOrDefault("message_id", ""), body, Map.copyOf(attributes), false));
  }

  /** {@return what is in the dead-letter queue now} */
  public List<DeadLetter> deadLetters() {
    return List.copyOf(deadLetters);
  }

  /** {@return what was ever in the dead-letter queue} */
  public List<DeadLetter> allDeadLetters() {
    List<DeadLetter> all = new ArrayList<>(redriven);
    all.addAll(deadLetters);
    return all;
  }

  /**
   * Moves the messages of the dead-letter queue back. SQS makes new messages of them, with new ids
   * and new times; their bodies and attributes stay.
   */
  public void redrive() {
    List<DeadLetter> moved = List.copyOf(deadLetters);
    deadLetters.clear();
    redriven.addAll(moved);
    moved.forEach(letter -> send(letter.body(), letter.attributes()));
  }

  public boolean isEmpty() {
    return messages.isEmpty();
  }

  /** {@return how often the messages that are left were received, by their ids} */
  public Map<String, Integer> receiveCounts() {
    Map<String, Integer> counts = new LinkedHashMap<>();
    messages.values().forEach(message -> counts.put(message.id, message.receiveCount));
    return counts;
  }
}
