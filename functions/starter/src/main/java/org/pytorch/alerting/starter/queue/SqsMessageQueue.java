package org.pytorch.alerting.starter.queue;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.pytorch.alerting.runtime.Environment;
import org.pytorch.alerting.runtime.aws.AwsConnection;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** The queues through the AWS SDK. */
public final class SqsMessageQueue implements MessageQueue {
  /** With attempts and pauses; short, because the function's time may be nearly over. */
  static final Duration CALL_TIMEOUT = Duration.ofSeconds(5);

  private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(2);

  private final SqsClient client;
  private final String queueUrl;
  private final String deadLetterQueueUrl;

  public SqsMessageQueue(SqsClient client, String queueUrl, String deadLetterQueueUrl) {
    this.client = client;
    this.queueUrl = queueUrl;
    this.deadLetterQueueUrl = deadLetterQueueUrl;
  }

  /**
   * {@return a client}
   *
   * @throws IllegalStateException if a variable is missing or malformed
   */
  public static SqsClient client(Environment environment) {
    return builder(environment).build();
  }

  public static SqsClientBuilder builder(Environment environment) {
    return new AwsConnection("AWS_ENDPOINT_URL_SQS", CONNECTION_TIMEOUT, SOCKET_TIMEOUT)
        .configure(SqsClient.builder(), environment)
        .overrideConfiguration(overrides -> overrides.apiCallTimeout(CALL_TIMEOUT));
  }

  @Override
  public void changeVisibility(String receiptHandle, Duration timeout) {
    client.changeMessageVisibility(
        request ->
            request
                .queueUrl(queueUrl)
                .receiptHandle(receiptHandle)
                .visibilityTimeout(Math.toIntExact(timeout.toSeconds())));
  }

  @Override
  public void sendToDeadLetterQueue(String body, Map<String, String> attributes) {
    client.sendMessage(
        request ->
            request
                .queueUrl(deadLetterQueueUrl)
                .messageBody(body)
                .messageAttributes(
                    attributes.entrySet().stream()
                        .collect(
                            Collectors.toMap(
                                Map.Entry::getKey, one -> attribute(one.getValue())))));
  }

  private static MessageAttributeValue attribute(String value) {
    return MessageAttributeValue.builder().dataType("String").stringValue(value).build();
  }
}
