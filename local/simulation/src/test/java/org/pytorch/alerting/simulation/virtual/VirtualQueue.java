package org.pytorch.alerting.simulation.virtual;

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
 * A standard SQS queue with a dead-letter queue: visibility, receive counts, redrive. The receiver
 * is called when a message becomes visible.
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
  private int checks;
  private BooleanSupplier refuses = () -> false;
  private Runnable receiver = () -> {};
  private int sent;
  private int deliveries;

  VirtualQueue(Scheduler scheduler, RandomGenerator random) {
    this.scheduler = scheduler;
    this.random = random;
  }

  /**
   * A message of the dead-letter queue.
   *
   * @param messageId the original message id; an event id if the event's action was given up
   * @param exhausted whether the queue moved it here after its last delivery, without a diagnosis
   */
  public record DeadLetter(
      String messageId, String body, Map<String, String> attributes, boolean exhausted) {
    /** {@return whether it is a single event whose action was given up, not a sender's message} */
    public boolean isGivenUp() {
      return attributes.getOrDefault("error", "").equals("ActionGivenUp");
    }
  }

  private static final class Stored {
    private final String id;
    private final String body;
    private final Map<String, String> attributes;
    private final Instant sentAt;
    private Instant firstReceivedAt;
    private int receiveCount;
    private Instant visibleAt;
    private String receiptHandle = "";

    private Stored(
        String id, String body, Map<String, String> attributes, Instant sentAt, Duration delay) {
      this.id = id;
      this.body = body;
      this.attributes = attributes;
      this.sentAt = sentAt;
      this.visibleAt = sentAt.plus(delay);
      this.firstReceivedAt = visibleAt;
    }
  }

  /** Calls {@code other} whenever a message becomes visible. */
  void onVisible(Runnable other) {
    receiver = other;
  }

  /** {@return the id of a new message} */
  public String send(String body, Map<String, String> attributes) {
    return send(body, attributes, Duration.ZERO);
  }

  private String send(String body, Map<String, String> attributes, Duration delay) {
    sent++;
    String id = "00000000-0000-4000-8000-%012d".formatted(sent);
    messages.put(id, new Stored(id, body, Map.copyOf(attributes), scheduler.now(), delay));
    scheduler.schedule(delay, receiver);
    return id;
  }

  /**
   * Sends a message of our own.
   *
   * @param delay until it becomes visible
   * @return its id; empty if the queue refuses it
   */
  Optional<String> sendLater(String body, Map<String, String> attributes, Duration delay) {
    if (refuses.getAsBoolean()) {
      return Optional.empty();
    }
    checks++;
    return Optional.of(send(body, attributes, delay));
  }

  /** {@return how many of our own messages were sent so far} */
  public int checks() {
    return checks;
  }

  /** Makes the queue refuse our own messages while {@code condition} holds. */
  public void refuses(BooleanSupplier condition) {
    refuses = condition;
  }

  /** {@return at most {@code max} visible messages, and hides them} */
  List<SqsMessage> receive(int max) {
    List<SqsMessage> batch = new ArrayList<>();
    List<Stored> shuffled = new ArrayList<>(messages.values());
    Collections.shuffle(shuffled, Random.from(random));
    for (Stored message : shuffled) {
      if (batch.size() < max && !message.visibleAt.isAfter(scheduler.now())) {
        if (message.receiveCount >= MAX_RECEIVE_COUNT) {
          messages.remove(message.id);
          deadLetters.add(new DeadLetter(message.id, message.body, message.attributes, true));
        } else {
          batch.add(deliver(message));
        }
      }
    }
    return batch;
  }

  private SqsMessage deliver(Stored message) {
    deliveries++;
    if (message.receiveCount == 0) {
      message.firstReceivedAt = scheduler.now();
    }
    message.receiveCount++;
    message.receiptHandle = message.id + "/" + deliveries;
    hide(message, VISIBILITY);
    return new SqsMessage(
        message.id,
        Optional.of(message.receiptHandle),
        message.body,
        message.sentAt,
        message.firstReceivedAt,
        message.receiveCount,
        message.attributes,
        Optional.of(ARN),
        Optional.of("us-east-1"),
        Optional.empty());
  }

  /**
   * Makes a message visible again although it is in flight or was deleted, as a standard queue may
   * do.
   */
  public void redeliver(String id) {
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

  /** Deletes a message; as on SQS, this works with an old receipt handle too. */
  void delete(String id) {
    Optional.ofNullable(messages.remove(id)).ifPresent(message -> deleted.put(id, message));
  }

  /** Makes the dead-letter queue refuse every message while {@code condition} holds. */
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
            attributes.getOrDefault("delivery_id", ""), body, Map.copyOf(attributes), false));
  }

  /** {@return the messages in the dead-letter queue} */
  public List<DeadLetter> deadLetters() {
    return List.copyOf(deadLetters);
  }

  /** {@return all messages that have been in the dead-letter queue, including redriven ones} */
  public List<DeadLetter> allDeadLetters() {
    List<DeadLetter> all = new ArrayList<>(redriven);
    all.addAll(deadLetters);
    return all;
  }

  /**
   * Moves the messages of the dead-letter queue back. They become new messages, with new ids and
   * times, but the same bodies and attributes.
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

  /** {@return the receive counts of the messages on the queue, by message id} */
  public Map<String, Integer> receiveCounts() {
    Map<String, Integer> counts = new LinkedHashMap<>();
    messages.values().forEach(message -> counts.put(message.id, message.receiveCount));
    return counts;
  }
}
