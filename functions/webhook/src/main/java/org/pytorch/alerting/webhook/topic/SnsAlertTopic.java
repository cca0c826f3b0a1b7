package org.pytorch.alerting.webhook.topic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.pytorch.alerting.runtime.Environment;
import org.pytorch.alerting.runtime.aws.AwsConnection;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.SnsClientBuilder;
import software.amazon.awssdk.services.sns.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import software.amazon.awssdk.services.sns.model.PublishBatchResponse;
import software.amazon.awssdk.services.sns.model.PublishBatchResultEntry;

/** The topic through the AWS SDK: one message by Publish, several by PublishBatch. */
public final class SnsAlertTopic implements AlertTopic {
  /**
   * For all messages of a request, with attempts and pauses: together with the secret's 8 s it is
   * below the function's timeout, and below a sender's timeout of 30 s.
   */
  public static final Duration TIME_LIMIT = Duration.ofSeconds(11);

  private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(5);

  /** Ten megabytes are about a hundred batches, and each is a round trip. */
  private static final int BATCHES_AT_A_TIME = 8;

  private final SnsClient client;
  private final String topicArn;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(BATCHES_AT_A_TIME, Thread.ofVirtual().factory());

  public SnsAlertTopic(SnsClient client, String topicArn) {
    this.client = client;
    this.topicArn = topicArn;
  }

  /**
   * {@return a client}
   *
   * @throws IllegalStateException if a variable is missing or malformed
   */
  public static SnsClient client(Environment environment) {
    return builder(environment).build();
  }

  public static SnsClientBuilder builder(Environment environment) {
    return new AwsConnection("AWS_ENDPOINT_URL_SNS", CONNECTION_TIMEOUT, SOCKET_TIMEOUT)
        .configure(SnsClient.builder(), environment)
        .overrideConfiguration(overrides -> overrides.apiCallTimeout(TIME_LIMIT));
  }

  @Override
  public List<String> publish(List<AlertMessage> messages) {
    if (messages.size() == 1) {
      return List.of(publish(messages.getFirst()));
    }
    AtomicBoolean failed = new AtomicBoolean();
    List<Callable<List<String>>> calls =
        MessageBatches.of(messages).stream()
            .<Callable<List<String>>>map(batch -> () -> publishBatch(batch, failed))
            .toList();
    try {
      List<String> ids = new ArrayList<>();
      for (Future<List<String>> call :
          threads.invokeAll(calls, TIME_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        ids.addAll(call.get());
      }
      return ids;
    } catch (ExecutionException | CancellationException e) {
      throw new TopicUnavailableException(
          "not all of %d messages were published: %s".formatted(messages.size(), e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TopicUnavailableException("interrupted while publishing");
    }
  }

  private String publish(AlertMessage message) {
    try {
      return client
          .publish(
              request ->
                  request
                      .topicArn(topicArn)
                      .message(message.body())
                      .messageAttributes(attributes(message)))
          .messageId();
    } catch (SdkException e) {
      throw new TopicUnavailableException("the message was not published: " + e);
    }
  }

  /** After a failed batch no other is started: all of it will be sent again anyway. */
  private List<String> publishBatch(List<AlertMessage> batch, AtomicBoolean failed) {
    if (failed.get()) {
      throw new TopicUnavailableException("another batch failed");
    }
    try {
      PublishBatchResponse response =
          client.publishBatch(
              request -> request.topicArn(topicArn).publishBatchRequestEntries(entries(batch)));
      return ids(batch.size(), response);
    } catch (SdkException | TopicUnavailableException e) {
      failed.set(true);
      throw new TopicUnavailableException("a batch was not published: " + e);
    }
  }

  private static List<PublishBatchRequestEntry> entries(List<AlertMessage> batch) {
    return IntStream.range(0, batch.size())
        .mapToObj(
            i ->
                PublishBatchRequestEntry.builder()
                    .id(Integer.toString(i))
                    .message(batch.get(i).body())
                    .messageAttributes(attributes(batch.get(i)))
                    .build())
        .toList();
  }

  /** A message that the response does not confirm was not published. */
  private static List<String> ids(int size, PublishBatchResponse response) {
    Map<String, String> taken = new HashMap<>();
    for (PublishBatchResultEntry entry : response.successful()) {
      taken.put(entry.id(), entry.messageId());
    }
    if (taken.size() < size) {
      throw new TopicUnavailableException(
          "%d of %d messages, for %s"
              .formatted(
                  size - taken.size(),
                  size,
                  response.failed().stream()
                      .map(BatchResultErrorEntry::code)
                      .collect(Collectors.toSet())));
    }
    return IntStream.range(0, size)
        .mapToObj(i -> taken.getOrDefault(Integer.toString(i), ""))
        .toList();
  }

  private static Map<String, MessageAttributeValue> attributes(AlertMessage message) {
    return message.attributes().entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                one ->
                    MessageAttributeValue.builder()
                        .dataType("String")
                        .stringValue(one.getValue())
                        .build()));
  }
}
