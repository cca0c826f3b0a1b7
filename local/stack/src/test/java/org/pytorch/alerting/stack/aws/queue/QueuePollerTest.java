package org.pytorch.alerting.stack.aws.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.stack.aws.AwsAccount;
import org.pytorch.alerting.stack.aws.lambda.LambdaFunction;
import org.pytorch.alerting.stack.aws.lambda.LambdaHost;
import org.pytorch.alerting.stack.aws.lambda.LambdaResult;
import org.pytorch.alerting.stack.journal.Journal;
import org.pytorch.alerting.stack.journal.StackEvent;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

final class QueuePollerTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final Journal journal = new Journal();
  private final Queues queues = Queues.start(AwsAccount.LOCAL, 0);
  private final LambdaHost lambda =
      new LambdaHost(AwsAccount.LOCAL, InstantSource.system(), journal);
  private final ConcurrentLinkedQueue<JsonNode> events = new ConcurrentLinkedQueue<>();
  private Optional<QueuePoller> poller = Optional.empty();

  @BeforeEach
  void deploy_a_starter_that_fails_messages_with_the_body_fail() {
    lambda.deploy(
        LambdaFunction.of(
            "starter",
            TIMEOUT,
            () ->
                (input, output, _) -> {
                  JsonNode event = Json.read(input, JsonNode.class);
                  events.add(event);
                  List<Map<String, String>> failures =
                      event
                          .path("Records")
                          .valueStream()
                          .filter(item -> item.path("body").asText().equals("fail"))
                          .map(item -> Map.of("itemIdentifier", item.path("messageId").asText()))
                          .toList();
                  Json.write(
                      output, Json.mapper().valueToTree(Map.of("batchItemFailures", failures)));
                }));
  }

  @AfterEach
  void close() {
    poller.ifPresent(QueuePoller::close);
    lambda.close();
    queues.close();
  }

  @Test
  void handled_messages_are_deleted_and_failed_ones_stay_hidden_on_the_queue() {
    send("ok");
    send("fail");
    start();

    journal.await("one handled, one failed", TIMEOUT, () -> handled(1));
    StackEvent.MessageFailed failed = journal.await("the failed one", TIMEOUT, () -> failed(1));
    assertThat(failed.receiveCount()).isEqualTo(1);
    assertThat(visibleAndHidden()).containsExactly("0", "1");
  }

  @Test
  void failed_message_is_redelivered_when_its_visibility_timeout_ends() {
    send("fail");
    start();
    StackEvent.MessageFailed first = journal.await("a failure", TIMEOUT, () -> failed(1));

    queues
        .client()
        .changeMessageVisibility(
            change ->
                change
                    .queueUrl(queues.queueUrl())
                    .receiptHandle(first.receiptHandle())
                    .visibilityTimeout(0));

    StackEvent.MessageFailed second = journal.await("one more", TIMEOUT, () -> failed(2));
    assertThat(second.messageId()).isEqualTo(first.messageId());
  }

  @Test
  void event_has_the_format_of_a_real_sqs_event() {
    queues
        .client()
        .sendMessage(
            message ->
                message
                    .queueUrl(queues.queueUrl())
                    .messageBody("body")
                    .messageAttributes(
                        Map.of(
                            "source",
                            MessageAttributeValue.builder()
                                .dataType("String")
                                .stringValue("grafana")
                                .build())));
    start();
    journal.await("the message", TIMEOUT, () -> handled(1));

    JsonNode item = events.element().path("Records").path(0);
    assertThat(item.path("body").asText()).isEqualTo("body");
    assertThat(item.path("eventSourceARN").asText()).isEqualTo(queues.queueArn());
    assertThat(item.path("awsRegion").asText()).isEqualTo("us-east-1");
    assertThat(item.path("attributes").path("ApproximateReceiveCount").asText()).isEqualTo("1");
    assertThat(item.path("attributes").path("SentTimestamp").asText()).matches("\\d{13}");
    assertThat(item.at("/messageAttributes/source/stringValue").asText()).isEqualTo("grafana");
    assertThat(item.path("receiptHandle").asText()).isNotEmpty();
  }

  @Test
  void starter_that_throws_fails_its_whole_batch() {
    lambda.deploy(
        LambdaFunction.of(
            "starter",
            TIMEOUT,
            () ->
                (_, _, _) -> {
                  throw new IllegalStateException("no state machine");
                }));
    send("ok");
    start();

    journal.await("a failure", TIMEOUT, () -> failed(1));
    assertThat(journal.events(StackEvent.MessageHandled.class)).isEmpty();
  }

  @Test
  void unknown_message_in_the_report_fails_the_whole_batch() {
    assertThat(failedIds("{\"batchItemFailures\":[{\"itemIdentifier\":\"c\"}]}", "a", "b"))
        .containsExactlyInAnyOrder("a", "b");
    assertThat(failedIds("{\"batchItemFailures\":[{\"itemIdentifier\":\"b\"}]}", "a", "b"))
        .containsExactly("b");
    assertThat(failedIds("{\"batchItemFailures\":[]}", "a", "b")).isEmpty();
  }

  @Test
  void batch_is_split_at_lambdas_payload_limit() {
    List<Message> received =
        messages("a", "b", "c", "d", "e", "f", "g").stream()
            .map(message -> message.copy(copy -> copy.body("x".repeat(1_048_576))))
            .toList();
    SqsEvents sqsEvents = new SqsEvents(queues.queueArn(), "us-east-1");

    assertThat(sqsEvents.batches(received)).extracting(List::size).containsExactly(5, 2);
    assertThat(sqsEvents.batches(List.of())).isEmpty();
  }

  private static Set<String> failedIds(String response, String... ids) {
    return SqsEvents.failedIds(new LambdaResult.Answered(response), messages(ids));
  }

  private static List<Message> messages(String... ids) {
    return Arrays.stream(ids)
        .map(
            id ->
                Message.builder()
                    .messageId(id)
                    .receiptHandle(id)
                    .attributes(Map.of(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "1"))
                    .body(id)
                    .build())
        .collect(Collectors.toList());
  }

  private void start() {
    poller =
        Optional.of(
            QueuePoller.start(
                queues,
                AwsAccount.LOCAL,
                lambda,
                "starter",
                new QueuePoller.Batches(5, 10),
                journal));
  }

  private void send(String body) {
    queues.client().sendMessage(send -> send.queueUrl(queues.queueUrl()).messageBody(body));
  }

  private Optional<StackEvent.MessageHandled> handled(int count) {
    return nth(journal.events(StackEvent.MessageHandled.class), count);
  }

  private Optional<StackEvent.MessageFailed> failed(int count) {
    return nth(journal.events(StackEvent.MessageFailed.class), count);
  }

  private static <E> Optional<E> nth(List<E> events, int count) {
    return events.size() < count ? Optional.empty() : Optional.of(events.get(count - 1));
  }

  private List<String> visibleAndHidden() {
    Map<String, String> attributes =
        queues
            .client()
            .getQueueAttributes(
                get -> get.queueUrl(queues.queueUrl()).attributeNamesWithStrings("All"))
            .attributesAsStrings();
    return List.of(
        String.valueOf(attributes.get("ApproximateNumberOfMessages")),
        String.valueOf(attributes.get("ApproximateNumberOfMessagesNotVisible")));
  }
}
