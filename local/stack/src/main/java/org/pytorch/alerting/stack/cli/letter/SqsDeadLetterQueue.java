package org.pytorch.alerting.stack.cli.letter;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/** The queues of the local stack. */
public final class SqsDeadLetterQueue implements DeadLetterQueue {
  private final SqsClient sqs;
  private final String queueUrl;
  private final String deadLetterQueueUrl;

  public SqsDeadLetterQueue(SqsClient sqs, String queueUrl, String deadLetterQueueUrl) {
    this.sqs = sqs;
    this.queueUrl = queueUrl;
    this.deadLetterQueueUrl = deadLetterQueueUrl;
  }

  @Override
  public String name() {
    return "the local stack";
  }

  @Override
  public String targetSuffix() {
    return "";
  }

  @Override
  public List<Letter> receiveBatch() {
    return sqs
        .receiveMessage(
            receive ->
                receive
                    .queueUrl(deadLetterQueueUrl)
                    .maxNumberOfMessages(BATCH)
                    .messageAttributeNames("All")
                    .messageSystemAttributeNames(MessageSystemAttributeName.ALL)
                    .visibilityTimeout(HIDDEN_SECONDS))
        .messages()
        .stream()
        .map(SqsDeadLetterQueue::letter)
        .toList();
  }

  private static Letter letter(Message message) {
    Map<String, String> attributes = new TreeMap<>();
    message
        .messageAttributes()
        .forEach(
            (name, value) -> {
              if (value.stringValue() != null) {
                attributes.put(name, value.stringValue());
              }
            });
    return new Letter(
        message.messageId(),
        message.receiptHandle(),
        message.body(),
        attributes,
        Instant.ofEpochMilli(
            Long.parseLong(
                message
                    .attributes()
                    .getOrDefault(MessageSystemAttributeName.SENT_TIMESTAMP, "0"))));
  }

  @Override
  public void release(List<Letter> letters) {
    letters.forEach(
        letter ->
            sqs.changeMessageVisibility(
                change ->
                    change
                        .queueUrl(deadLetterQueueUrl)
                        .receiptHandle(letter.receiptHandle())
                        .visibilityTimeout(0)));
  }

  @Override
  public String send(String body, Map<String, String> attributes) {
    return sqs.sendMessage(
            send ->
                send.queueUrl(queueUrl)
                    .messageBody(body)
                    .messageAttributes(
                        attributes.entrySet().stream()
                            .collect(
                                Collectors.toMap(Map.Entry::getKey, one -> text(one.getValue())))))
        .messageId();
  }

  private static MessageAttributeValue text(String value) {
    return MessageAttributeValue.builder().dataType("String").stringValue(value).build();
  }

  @Override
  public void delete(Letter letter) {
    sqs.deleteMessage(
        delete -> delete.queueUrl(deadLetterQueueUrl).receiptHandle(letter.receiptHandle()));
  }
}
