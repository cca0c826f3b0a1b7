package org.pytorch.alerting.stack.aws.queue;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pytorch.alerting.model.DeliveryId;
import org.pytorch.alerting.stack.aws.AwsAccount;
import org.pytorch.alerting.stack.aws.HttpEndpoint;
import org.pytorch.alerting.stack.aws.HttpReply;
import org.pytorch.alerting.stack.aws.HttpRequest;
import org.pytorch.alerting.stack.aws.queue.SnsProtocol.Message;
import org.pytorch.alerting.stack.aws.queue.SnsProtocol.SnsException;
import org.pytorch.alerting.stack.journal.Journal;
import org.pytorch.alerting.stack.journal.StackEvent;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/**
 * SNS with one topic and one subscription with raw delivery: the message on the queue is the
 * published one, including its attributes.
 */
public final class SnsEndpoint implements AutoCloseable {
  /** In bytes, for body and attributes; the topic's {@code MaximumMessageSize}. */
  static final int MAX_MESSAGE_BYTES = 1_048_576;

  /** With raw delivery, SNS drops a message with more attributes, so it is refused here. */
  private static final int MAX_ATTRIBUTES = 10;

  private final String topicArn;
  private final SqsClient sqs;
  private final String queueUrl;
  private final String queueArn;
  private final Journal journal;
  private final HttpEndpoint endpoint;

  private SnsEndpoint(AwsAccount account, Queues queues, Journal journal, int port) {
    this.topicArn = account.arn("sns", "alerts");
    this.sqs = queues.client();
    this.queueUrl = queues.queueUrl();
    this.queueArn = queues.queueArn();
    this.journal = journal;
    this.endpoint = HttpEndpoint.start("SNS", port, this::answer);
  }

  /** Starts to listen; {@code port} 0 is any free one. */
  public static SnsEndpoint start(AwsAccount account, Queues queues, Journal journal, int port) {
    return new SnsEndpoint(account, queues, journal, port);
  }

  public URI uri() {
    return endpoint.uri();
  }

  public String topicArn() {
    return topicArn;
  }

  private HttpReply answer(HttpRequest request) {
    Map<String, String> form = SnsProtocol.form(request.text());
    String action = form.getOrDefault("Action", "");
    try {
      return switch (action) {
        case "Publish" -> publish(form);
        case "PublishBatch" -> publishBatch(form);
        case "ListTopics" ->
            SnsProtocol.answer(
                action,
                "<Topics><member>%s</member></Topics>".formatted(element("TopicArn", topicArn)));
        case "ListSubscriptions", "ListSubscriptionsByTopic" ->
            SnsProtocol.answer(action, subscriptions());
        case "GetTopicAttributes" -> attributes(form);
        case "ListTagsForResource" -> tags(form);
        default -> throw new SnsException("InvalidAction", "not supported here: " + action);
      };
    } catch (SnsException e) {
      return SnsProtocol.error(e);
    }
  }

  private HttpReply publish(Map<String, String> form) {
    requireTopic(form);
    String id = deliver(SnsProtocol.message(form, ""));
    return SnsProtocol.answer("Publish", element("MessageId", id));
  }

  private HttpReply publishBatch(Map<String, String> form) {
    requireTopic(form);
    List<String> entries =
        SnsProtocol.numbered(form, "PublishBatchRequestEntries.member.").stream()
            .map(
                prefix ->
                    "<member>%s%s</member>"
                        .formatted(
                            element("Id", form.getOrDefault(prefix + "Id", "")),
                            element("MessageId", deliver(SnsProtocol.message(form, prefix)))))
            .toList();
    return SnsProtocol.answer(
        "PublishBatch", "<Successful>%s</Successful><Failed/>".formatted(String.join("", entries)));
  }

  private HttpReply attributes(Map<String, String> form) {
    requireTopic(form);
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("TopicArn", topicArn);
    attributes.put("Owner", AwsAccount.LOCAL.id());
    attributes.put("DisplayName", "");
    attributes.put("SubscriptionsConfirmed", "1");
    attributes.put("SubscriptionsPending", "0");
    attributes.put("SubscriptionsDeleted", "0");
    attributes.put("MaximumMessageSize", Integer.toString(MAX_MESSAGE_BYTES));
    String entries =
        attributes.entrySet().stream()
            .map(
                attribute ->
                    "<entry>%s%s</entry>"
                        .formatted(
                            element("key", attribute.getKey()),
                            element("value", attribute.getValue())))
            .collect(Collectors.joining());
    return SnsProtocol.answer(
        "GetTopicAttributes", "<Attributes>%s</Attributes>".formatted(entries));
  }

  /** The topic has no tags. */
  private HttpReply tags(Map<String, String> form) {
    if (!form.getOrDefault("ResourceArn", "").equals(topicArn)) {
      throw new SnsException("ResourceNotFound", "Resource does not exist");
    }
    return SnsProtocol.answer("ListTagsForResource", "<Tags/>");
  }

  private void requireTopic(Map<String, String> form) {
    String arn = form.getOrDefault("TopicArn", form.getOrDefault("TargetArn", ""));
    if (!arn.equals(topicArn)) {
      throw new SnsException("NotFound", "Topic does not exist");
    }
  }

  private String deliver(Message message) {
    if (message.body().isEmpty()) {
      throw new SnsException("InvalidParameter", "Invalid parameter: Empty message");
    }
    int bytes = bytes(message);
    if (bytes > MAX_MESSAGE_BYTES) {
      throw new SnsException("InvalidParameter", "Invalid parameter: Message too long");
    }
    if (message.attributes().size() > MAX_ATTRIBUTES) {
      throw new SnsException(
          "InvalidParameter", "Invalid parameter: more than 10 attributes and raw delivery");
    }
    String id =
        sqs.sendMessage(
                send ->
                    send.queueUrl(queueUrl)
                        .messageBody(message.body())
                        .messageAttributes(message.attributes()))
            .messageId();
    journal.add(
        new StackEvent.MessagePublished(
            id, attribute(message, DeliveryId.ATTRIBUTE), attribute(message, "source"), bytes));
    return id;
  }

  private static Optional<String> attribute(Message message, String name) {
    return Optional.ofNullable(message.attributes().get(name))
        .map(MessageAttributeValue::stringValue);
  }

  private static int bytes(Message message) {
    String text =
        message.body()
            + message.attributes().entrySet().stream()
                .map(
                    attribute ->
                        attribute.getKey()
                            + attribute.getValue().dataType()
                            + attribute.getValue().stringValue())
                .collect(Collectors.joining());
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private String subscriptions() {
    return "<Subscriptions><member>%s%s%s%s%s</member></Subscriptions>"
        .formatted(
            element("TopicArn", topicArn),
            element("Protocol", "sqs"),
            element("SubscriptionArn", topicArn + ":raw-to-queue"),
            element("Owner", AwsAccount.LOCAL.id()),
            element("Endpoint", queueArn));
  }

  private static String element(String name, String text) {
    return SnsProtocol.element(name, text);
  }

  @Override
  public void close() {
    endpoint.close();
  }
}
