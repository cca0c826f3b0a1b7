package org.pytorch.alerting.console.source;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * Reads the queues, and redrives dead letters. SQS cannot show a message without receiving it, so
 * each is received, and put back at once.
 */
public final class Queues implements AutoCloseable {
  /** In messages; more are counted but not shown. */
  public static final int MAX_SHOWN = 100;

  private static final Service SERVICE = Service.QUEUES;

  /** The limit of one receive. */
  private static final int BATCH = 10;

  /** How long a letter is hidden from others if this process dies while it reads. */
  private static final Duration LOOK = Duration.ofSeconds(10);

  private final SqsClient client;
  private final Endpoints.QueuesAt at;

  /** Two concurrent reads would hide messages from each other. */
  private final ReentrantLock looking = new ReentrantLock();

  public Queues(Endpoints endpoints, Endpoints.QueuesAt at) {
    this.client = AwsClients.build(SqsClient.builder(), at.endpoint(), endpoints);
    this.at = at;
  }

  /** Numbers of messages. */
  public record Counts(long waiting, long inFlight, long delayed, long dead) {}

  public Counts counts() {
    Map<QueueAttributeName, String> main = attributes(at.queueUrl());
    Map<QueueAttributeName, String> dead = attributes(at.deadLetterUrl());
    return new Counts(
        number(main, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES),
        number(main, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE),
        number(main, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED),
        number(dead, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES)
            + number(dead, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE));
  }

  /** {@return the dead letters, the newest first; at most {@value #MAX_SHOWN} of them} */
  public List<DeadLetter> deadLetters() {
    return looking(
        received ->
            received.values().stream()
                .map(DeadLetter::of)
                .sorted(java.util.Comparator.comparing(DeadLetter::sentAt).reversed())
                .toList());
  }

  /**
   * Puts a dead letter back into the queue, as AWS does: with its body and attributes, as a new
   * message. If this process dies in between, the message is there twice, which does no harm.
   *
   * @return whether the letter was found
   */
  public boolean redrive(String id) {
    return looking(
        received -> {
          Optional<Message> letter = Optional.ofNullable(received.remove(id));
          letter.ifPresent(
              message -> {
                client.sendMessage(
                    send ->
                        send.queueUrl(at.queueUrl())
                            .messageBody(message.body())
                            .messageAttributes(message.messageAttributes()));
                client.deleteMessage(
                    delete ->
                        delete.queueUrl(at.deadLetterUrl()).receiptHandle(message.receiptHandle()));
              });
          return letter.isPresent();
        });
  }

  /** Receives letters, and makes those visible again that {@code look} leaves in its map. */
  private <T> T looking(java.util.function.Function<Map<String, Message>, T> look) {
    looking.lock();
    try {
      return AwsClients.ask(
          SERVICE,
          () -> {
            Map<String, Message> received = receive();
            try {
              return look.apply(received);
            } finally {
              putBack(new ArrayList<>(received.values()));
            }
          });
    } finally {
      looking.unlock();
    }
  }

  private Map<String, Message> receive() {
    Map<String, Message> all = new LinkedHashMap<>();
    while (all.size() < MAX_SHOWN) {
      List<Message> some =
          client
              .receiveMessage(
                  receive ->
                      receive
                          .queueUrl(at.deadLetterUrl())
                          .maxNumberOfMessages(BATCH)
                          .waitTimeSeconds(0)
                          .messageAttributeNames("All")
                          .messageSystemAttributeNames(MessageSystemAttributeName.SENT_TIMESTAMP)
                          .visibilityTimeout((int) LOOK.toSeconds()))
              .messages();
      some.forEach(message -> all.put(message.messageId(), message));
      if (some.isEmpty()) {
        break;
      }
    }
    return all;
  }

  private void putBack(List<Message> messages) {
    for (int from = 0; from < messages.size(); from += BATCH) {
      List<Message> some = messages.subList(from, Math.min(from + BATCH, messages.size()));
      List<ChangeMessageVisibilityBatchRequestEntry> entries =
          IntStream.range(0, some.size())
              .mapToObj(
                  index ->
                      ChangeMessageVisibilityBatchRequestEntry.builder()
                          .id(Integer.toString(index))
                          .receiptHandle(some.get(index).receiptHandle())
                          .visibilityTimeout(0)
                          .build())
              .toList();
      client.changeMessageVisibilityBatch(
          change -> change.queueUrl(at.deadLetterUrl()).entries(entries));
    }
  }

  private Map<QueueAttributeName, String> attributes(String queueUrl) {
    return AwsClients.ask(
            SERVICE,
            () ->
                client.getQueueAttributes(
                    get ->
                        get.queueUrl(queueUrl)
                            .attributeNames(
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED)))
        .attributes();
  }

  private static long number(Map<QueueAttributeName, String> attributes, QueueAttributeName name) {
    return Optional.ofNullable(attributes.get(name)).map(Long::parseLong).orElse(0L);
  }

  @Override
  public void close() {
    client.close();
  }
}
