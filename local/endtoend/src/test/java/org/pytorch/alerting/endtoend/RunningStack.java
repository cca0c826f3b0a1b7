package org.pytorch.alerting.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.pytorch.alerting.fakegithub.FakeGitHub;
import org.pytorch.alerting.fakegithub.data.Comment;
import org.pytorch.alerting.fakegithub.data.Issue;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.stack.Project;
import org.pytorch.alerting.stack.Stack;
import org.pytorch.alerting.stack.StackOptions;
import org.pytorch.alerting.stack.Throughput;
import org.pytorch.alerting.stack.aws.LocalClients;
import org.pytorch.alerting.stack.cli.letter.SqsDeadLetterQueue;
import org.pytorch.alerting.stack.cli.payload.Payload;
import org.pytorch.alerting.stack.cli.send.Sender;
import org.pytorch.alerting.stack.github.LocalGitHub;
import org.pytorch.alerting.stack.journal.StackEvent;
import org.pytorch.alerting.stack.journal.StackEvent.LogLine;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** A stack under test: sends messages to it and waits for their effects. */
public final class RunningStack implements AutoCloseable {
  /** Long enough for a busy machine; only a failing test waits this long. */
  static final Duration TIMEOUT = Duration.ofSeconds(180);

  private final Stack stack;
  private final Sender sender;

  RunningStack() {
    this(StackOptions.quiet(Project.root()).withThroughput(Throughput.UNHURRIED));
  }

  public RunningStack(StackOptions options) {
    this.stack = Stack.start(options);
    this.sender = new Sender(stack.description());
  }

  public Stack stack() {
    return stack;
  }

  FakeGitHub gitHub() {
    return stack.localGitHub().orElseThrow().fake();
  }

  /** Sends a payload as its provider would; {@return the message's id} */
  String send(String body) {
    return sender.send(Payload.of("payload", body)).messageId().orElseThrow();
  }

  /** Sends a body to the queue, bypassing the webhook's checks; {@return the message's id} */
  public String queue(String body) {
    return stack
        .queues()
        .client()
        .sendMessage(send -> send.queueUrl(stack.queues().queueUrl()).messageBody(body))
        .messageId();
  }

  /** Sends a message as a redrive of the dead-letter queue does; {@return its id} */
  String sendRedriven(String body, Instant saidAt) {
    Map<String, String> attributes =
        Map.of(
            "message_id",
            "sendRedriven-" + saidAt.toEpochMilli(),
            "message_attributes",
            "{}",
            "said_at",
            Json.format(saidAt));
    return stack
        .queues()
        .client()
        .sendMessage(
            send ->
                send.queueUrl(stack.queues().queueUrl())
                    .messageBody(body)
                    .messageAttributes(
                        attributes.entrySet().stream()
                            .collect(
                                Collectors.toMap(
                                    Map.Entry::getKey, entry -> text(entry.getValue())))))
        .messageId();
  }

  private static MessageAttributeValue text(String value) {
    return MessageAttributeValue.builder().dataType("String").stringValue(value).build();
  }

  /** Sends a payload and waits until its message is handled. */
  public StackEvent.MessageHandled sendAndAwait(String body) {
    return awaitHandled(send(body));
  }

  /** Sends a payload that the webhook splits, and waits until all parts are handled. */
  List<StackEvent.MessageHandled> sendAndAwaitParts(String body) {
    int before = stack.journal().events(StackEvent.MessagePublished.class).size();
    send(body);
    return stack.journal().events(StackEvent.MessagePublished.class).stream()
        .skip(before)
        .map(part -> awaitHandled(part.messageId()))
        .toList();
  }

  public StackEvent.MessageHandled awaitHandled(String messageId) {
    return await(
        "message " + messageId + " to be handled",
        StackEvent.MessageHandled.class,
        handled -> handled.messageId().equals(messageId));
  }

  StackEvent.MessageFailed awaitFailed(String messageId) {
    return await(
        "message " + messageId + " to fail",
        StackEvent.MessageFailed.class,
        failed -> failed.messageId().equals(messageId));
  }

  /** Waits until an action has been decided for the alert called {@code name}. */
  void awaitDecided(String name, String action) {
    LogLine normalized =
        await(
            name + " to be normalized",
            LogLine.class,
            line ->
                line.text("message").equals("NORMALIZED_ALERT") && line.text("title").equals(name));
    await(
        action + " for " + name,
        LogLine.class,
        line ->
            line.text("message").equals("Alert decided")
                && line.text("fingerprint").equals(normalized.text("fingerprint"))
                && line.text("action").equals(action));
  }

  private <E extends StackEvent> E await(String what, Class<E> kind, Predicate<E> wanted) {
    return stack
        .journal()
        .await(
            what, TIMEOUT, () -> stack.journal().events(kind).stream().filter(wanted).findFirst());
  }

  /**
   * Waits until {@code find} returns a value.
   *
   * @param details what to append to the error message if it times out
   */
  public <T> T await(String what, Supplier<Optional<T>> find, Supplier<String> details) {
    try {
      return stack.journal().await(what, TIMEOUT, find);
    } catch (IllegalStateException e) {
      throw new IllegalStateException(e.getMessage() + details.get(), e);
    }
  }

  /** Replaces the webhook's secret. */
  public void putWebhookSecret(String value) {
    secret(stack.description().secretsmanager().webhook(), value);
  }

  /** Replaces the GitHub App's secret. */
  public void putGitHubSecret(String value) {
    secret(stack.description().secretsmanager().githubApp(), value);
  }

  private void secret(String id, String value) {
    try (SecretsManagerClient secrets =
        LocalClients.build(
            SecretsManagerClient.builder(), stack.description().secretsmanager().endpoint())) {
      secrets.putSecretValue(put -> put.secretId(id).secretString(value));
    }
  }

  /** Makes a failed message visible at once, instead of waiting for its redelivery. */
  public void redeliver(StackEvent.MessageFailed failed) {
    stack
        .queues()
        .client()
        .changeMessageVisibility(
            change ->
                change
                    .queueUrl(stack.queues().queueUrl())
                    .receiptHandle(failed.receiptHandle())
                    .visibilityTimeout(0));
  }

  /** {@return the issues whose alert is called {@code name}, oldest first} */
  List<Issue> issues(String name) {
    return gitHub().issues(LocalGitHub.REPO).stream()
        .filter(issue -> issue.title().contains("] " + name))
        .toList();
  }

  List<Comment> comments(Issue issue) {
    return gitHub().comments(LocalGitHub.REPO, issue.number());
  }

  /** {@return the diagnoses of the messages in the dead-letter queue, by their bodies} */
  public Map<String, String> deadLetters() {
    Map<String, String> diagnoses = new HashMap<>();
    new SqsDeadLetterQueue(
            stack.queues().client(), stack.queues().queueUrl(), stack.queues().dlqUrl())
        .peek()
        .forEach(letter -> diagnoses.put(letter.body(), letter.diagnosis()));
    return diagnoses;
  }

  void awaitNoClaimPending() {
    await(
        "no claim to be pending",
        () -> Optional.of(rows()).filter(rows -> rows.stream().noneMatch(RunningStack::isClaimed)),
        () -> "");
    assertThat(rows()).isNotEmpty();
  }

  private static boolean isClaimed(Map<String, AttributeValue> row) {
    return row.containsKey("pending");
  }

  private List<Map<String, AttributeValue>> rows() {
    return stack
        .table()
        .client()
        .scanPaginator(scan -> scan.tableName(stack.description().dynamodb().table()))
        .items()
        .stream()
        .toList();
  }

  @Override
  public void close() {
    sender.close();
    stack.close();
  }
}
