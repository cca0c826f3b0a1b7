package org.pytorch.alerting.stack.aws.queue;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.pytorch.alerting.stack.aws.AwsAccount;
import org.pytorch.alerting.stack.aws.lambda.LambdaHost;
import org.pytorch.alerting.stack.journal.Journal;
import org.pytorch.alerting.stack.journal.StackEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/**
 * Lambda's event source mapping: receives batches, invokes the starter with them, and deletes the
 * messages that it does not report as failed. A failed message is redelivered when its visibility
 * timeout ends, which the starter shortens.
 */
public final class QueuePoller implements AutoCloseable {
  /**
   * The limits of messages in flight.
   *
   * @param atATime the mapping's maximum concurrency, from 1
   * @param size maximum messages per batch, from 1 to 10
   */
  public record Batches(int atATime, int size) {}

  /**
   * Stopping may take this long too: an interrupted receive would leave a half-used connection, and
   * the queue's server waits a minute for such a connection when it stops.
   */
  private static final int LONG_POLL_SECONDS = 1;

  private static final int STOP_SECONDS = 10;

  private static final Logger LOG = LoggerFactory.getLogger(QueuePoller.class);

  private final SqsClient sqs;
  private final String queueUrl;
  private final SqsEvents events;
  private final LambdaHost lambda;
  private final String starter;
  private final Journal journal;
  private final int batchSize;
  private final Semaphore free;
  private final ExecutorService batches = Executors.newVirtualThreadPerTaskExecutor();
  private final Thread receiver;
  private volatile boolean stopping;

  private QueuePoller(
      Queues queues,
      AwsAccount account,
      LambdaHost lambda,
      String starter,
      Batches size,
      Journal journal) {
    this.batchSize = size.size();
    this.free = new Semaphore(size.atATime());
    this.sqs = queues.client();
    this.queueUrl = queues.queueUrl();
    this.events = new SqsEvents(queues.queueArn(), account.region());
    this.lambda = lambda;
    this.starter = starter;
    this.journal = journal;
    this.receiver = Thread.ofPlatform().name("queue-poller").daemon().unstarted(this::receive);
  }

  /** Starts passing messages of the main queue to the function {@code starter}. */
  public static QueuePoller start(
      Queues queues,
      AwsAccount account,
      LambdaHost lambda,
      String starter,
      Batches size,
      Journal journal) {
    QueuePoller poller = new QueuePoller(queues, account, lambda, starter, size, journal);
    poller.receiver.start();
    return poller;
  }

  private void receive() {
    while (!stopping) {
      free.acquireUninterruptibly();
      List<Message> received = stopping ? List.of() : next();
      if (received.isEmpty()) {
        free.release();
        continue;
      }
      batches.execute(
          () -> {
            try {
              events.batches(received).forEach(this::handOver);
            } finally {
              free.release();
            }
          });
    }
  }

  private List<Message> next() {
    try {
      return sqs.receiveMessage(
              receive ->
                  receive
                      .queueUrl(queueUrl)
                      .maxNumberOfMessages(batchSize)
                      .waitTimeSeconds(LONG_POLL_SECONDS)
                      .messageSystemAttributeNames(MessageSystemAttributeName.ALL)
                      .messageAttributeNames("All"))
          .messages();
    } catch (SdkException e) {
      if (!stopping) {
        LOG.warn("Cannot read the queue: {}", e.getMessage());
      }
      return List.of();
    }
  }

  private void handOver(List<Message> batch) {
    Set<String> failed = SqsEvents.failedIds(lambda.invoke(starter, events.event(batch)), batch);
    for (Message message : batch) {
      int receiveCount =
          Integer.parseInt(
              message.attributes().get(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT));
      if (failed.contains(message.messageId())) {
        journal.add(
            new StackEvent.MessageFailed(
                message.messageId(), receiveCount, message.receiptHandle()));
      } else {
        sqs.deleteMessage(
            delete -> delete.queueUrl(queueUrl).receiptHandle(message.receiptHandle()));
        journal.add(new StackEvent.MessageHandled(message.messageId(), receiveCount));
      }
    }
  }

  /** Stops receiving and gives running batches a few seconds to end. */
  @Override
  public void close() {
    stopping = true;
    try {
      receiver.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
      batches.shutdown();
      if (!batches.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        batches.shutdownNow();
      }
    } catch (InterruptedException e) {
      batches.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
