package org.pytorch.alerting.stack.aws.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.pytorch.alerting.stack.aws.AwsAccount;
import org.pytorch.alerting.stack.aws.LocalClients;
import org.pytorch.alerting.stack.journal.Journal;
import org.pytorch.alerting.stack.journal.StackEvent;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.InvalidParameterException;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.NotFoundException;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import software.amazon.awssdk.services.sns.model.ResourceNotFoundException;
import software.amazon.awssdk.services.sns.model.SnsException;
import software.amazon.awssdk.services.sns.model.Subscription;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SnsToQueueTest {
  private final Journal journal = new Journal();
  private final Queues queues = Queues.start(AwsAccount.LOCAL, 0);
  private final SnsEndpoint endpoint = SnsEndpoint.start(AwsAccount.LOCAL, queues, journal, 0);
  private final SnsClient sns = LocalClients.build(SnsClient.builder(), endpoint.uri());

  @BeforeAll
  void check_that_the_queue_is_empty() {
    assertThat(receive()).isEmpty();
  }

  @AfterAll
  void close() {
    sns.close();
    endpoint.close();
    queues.close();
  }

  @Test
  void published_message_is_on_the_queue_unchanged_with_its_attributes() {
    String body = "{\"title\":\"Grüße & <more> = 100%+\"}";
    sns.publish(
        publish ->
            publish
                .topicArn(endpoint.topicArn())
                .message(body)
                .messageAttributes(Map.of("source", text("grafana"))));

    Message message = receiveOne();
    assertThat(message.body()).isEqualTo(body);
    assertThat(message.messageAttributes())
        .hasEntrySatisfying(
            "source", source -> assertThat(source.stringValue()).isEqualTo("grafana"));
    assertThat(journal.events(StackEvent.MessagePublished.class))
        .anySatisfy(
            event -> {
              assertThat(event.messageId()).isEqualTo(message.messageId());
              assertThat(event.source()).contains("grafana");
            });
  }

  @Test
  void message_of_a_mebibyte_is_accepted_and_a_longer_one_refused() {
    String longest = "x".repeat(SnsEndpoint.MAX_MESSAGE_BYTES);
    sns.publish(publish -> publish.topicArn(endpoint.topicArn()).message(longest));

    assertThat(receiveOne().body()).isEqualTo(longest);
    assertThatThrownBy(
            () ->
                sns.publish(
                    publish -> publish.topicArn(endpoint.topicArn()).message(longest + "x")))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("Message too long");
  }

  @Test
  void batch_is_delivered_message_by_message() {
    sns.publishBatch(
        batch ->
            batch
                .topicArn(endpoint.topicArn())
                .publishBatchRequestEntries(
                    PublishBatchRequestEntry.builder().id("a").message("one").build(),
                    PublishBatchRequestEntry.builder().id("b").message("two").build()));

    assertThat(List.of(receiveOne().body(), receiveOne().body()))
        .containsExactlyInAnyOrder("one", "two");
  }

  @Test
  void invalid_requests_return_the_error_that_aws_returns() {
    assertThatThrownBy(
            () -> sns.publish(publish -> publish.topicArn("arn:aws:sns:x:1:y").message("m")))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(
            () -> sns.publish(publish -> publish.topicArn(endpoint.topicArn()).message("")))
        .isInstanceOf(InvalidParameterException.class);
    assertThatThrownBy(() -> sns.createTopic(create -> create.name("more")))
        .isInstanceOf(SnsException.class)
        .hasMessageContaining("not supported here: CreateTopic");
  }

  @Test
  void topic_and_subscription_are_listed() {
    assertThat(sns.listTopics().topics())
        .singleElement()
        .satisfies(topic -> assertThat(topic.topicArn()).isEqualTo(endpoint.topicArn()));
    assertThat(sns.listSubscriptions().subscriptions())
        .extracting(Subscription::endpoint)
        .containsExactly(queues.queueArn());
  }

  @Test
  void visibility_timeout_is_six_times_the_starters_timeout() {
    Map<QueueAttributeName, String> attributes =
        queues
            .client()
            .getQueueAttributes(
                get -> get.queueUrl(queues.queueUrl()).attributeNames(QueueAttributeName.ALL))
            .attributes();

    assertThat(attributes)
        .containsEntry(QueueAttributeName.VISIBILITY_TIMEOUT, "1620")
        .extractingByKey(QueueAttributeName.REDRIVE_POLICY)
        .asString()
        .contains("alerts-dlq", "20");
    assertThat(queues.queueArn()).isEqualTo("arn:aws:sqs:us-east-1:123456789012:alerts");
  }

  private static MessageAttributeValue text(String value) {
    return MessageAttributeValue.builder().dataType("String").stringValue(value).build();
  }

  private Message receiveOne() {
    List<Message> received = receive();
    assertThat(received).hasSize(1);
    return received.getFirst();
  }

  private List<Message> receive() {
    List<Message> received =
        queues
            .client()
            .receiveMessage(
                receive ->
                    receive
                        .queueUrl(queues.queueUrl())
                        .maxNumberOfMessages(1)
                        .messageAttributeNames("All"))
            .messages();
    received.forEach(
        message ->
            queues
                .client()
                .deleteMessage(
                    delete ->
                        delete.queueUrl(queues.queueUrl()).receiptHandle(message.receiptHandle())));
    return received;
  }

  @Test
  void topic_has_attributes_and_no_tags() {
    Map<String, String> attributes =
        sns.getTopicAttributes(get -> get.topicArn(endpoint.topicArn())).attributes();

    assertThat(attributes)
        .containsEntry("TopicArn", endpoint.topicArn())
        .containsEntry("SubscriptionsConfirmed", "1")
        .containsEntry("MaximumMessageSize", "1048576");
    assertThat(sns.listTagsForResource(list -> list.resourceArn(endpoint.topicArn())).tags())
        .isEmpty();
  }

  @Test
  void unknown_topic_has_neither_attributes_nor_tags() {
    String other = endpoint.topicArn() + "x";

    assertThatThrownBy(() -> sns.getTopicAttributes(get -> get.topicArn(other)))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> sns.listTagsForResource(list -> list.resourceArn(other)))
        .isInstanceOf(ResourceNotFoundException.class);
  }
}
