package org.pytorch.alerting.stack.aws.queue;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.UnaryOperator;
import org.elasticmq.NodeAddress;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import org.elasticmq.rest.sqs.TheSQSRestServerBuilder;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.stack.aws.AwsAccount;
import org.pytorch.alerting.stack.aws.FreePort;
import org.pytorch.alerting.stack.aws.LocalClients;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** SQS (ElasticMQ) with the main queue and its dead-letter queue. */
public final class Queues implements AutoCloseable {
  /** A message received more often than this goes to the dead-letter queue. */
  public static final int MAX_RECEIVE_COUNT = 20;

  /** As Lambda's documentation recommends: six times the starter's timeout of 270 s. */
  public static final Duration VISIBILITY = Duration.ofSeconds(6 * 270);

  private static final int PORT_ATTEMPTS = 5;

  private static final Duration DLQ_RETENTION = Duration.ofDays(14);

  static {
    // The stack closes it; its own shutdown hook would only log an error when a signal ends the
    // JVM.
    System.setProperty("pekko.jvm-shutdown-hooks", "off");
    System.setProperty("pekko.coordinated-shutdown.run-by-jvm-shutdown-hook", "off");
  }

  private static final String MAIN = "alerts";
  private static final String DEAD_LETTERS = "alerts-dlq";

  private final SQSRestServer server;
  private final Optional<KeptQueues> kept;
  private final URI uri;
  private final SqsClient client;
  private final String queueUrl;
  private final String dlqUrl;

  private Queues(Listening listening, Optional<KeptQueues> kept) {
    this.server = listening.server();
    this.kept = kept;
    kept.ifPresent(KeptQueues::restore);
    this.uri = URI.create("http://127.0.0.1:" + listening.port());
    this.client = LocalClients.build(SqsClient.builder(), uri);
    this.dlqUrl =
        create(
            DEAD_LETTERS,
            Map.of(
                QueueAttributeName.MESSAGE_RETENTION_PERIOD,
                Long.toString(DLQ_RETENTION.toSeconds())));
    this.queueUrl =
        create(
            MAIN,
            Map.of(
                QueueAttributeName.VISIBILITY_TIMEOUT,
                Long.toString(VISIBILITY.toSeconds()),
                QueueAttributeName.REDRIVE_POLICY,
                Json.write(
                    Map.of(
                        "deadLetterTargetArn",
                        arn(dlqUrl),
                        "maxReceiveCount",
                        Integer.toString(MAX_RECEIVE_COUNT)))));
  }

  /**
   * Starts ElasticMQ and creates both queues in its memory.
   *
   * @param port 0 for any free one
   * @throws IllegalStateException if it cannot listen on the port
   */
  public static Queues start(AwsAccount account, int port) {
    return start(account, choice(port));
  }

  static Queues start(AwsAccount account, PortSupplier ports) {
    Listening listening = listening(account, ports, UnaryOperator.identity());
    try {
      return new Queues(listening, Optional.empty());
    } catch (RuntimeException e) {
      listening.server().stopAndWait();
      throw e;
    }
  }

  /**
   * Starts ElasticMQ and creates both queues, if they do not exist.
   *
   * @param port 0 for any free one
   * @param database the file that keeps the messages, without its ending
   * @throws IllegalStateException if it cannot listen on the port
   */
  public static Queues start(AwsAccount account, int port, Path database) {
    return start(account, choice(port), database);
  }

  static Queues start(AwsAccount account, PortSupplier ports, Path database) {
    KeptQueues kept = KeptQueues.open(database, MAIN);
    try {
      Listening listening =
          listening(
              account,
              ports,
              builder ->
                  builder.withActorSystem(kept.system()).withQueueManagerActor(kept.manager()));
      try {
        return new Queues(listening, Optional.of(kept));
      } catch (RuntimeException e) {
        listening.server().stopAndWait();
        throw e;
      }
    } catch (RuntimeException e) {
      kept.close();
      throw e;
    }
  }

  /**
   * Which ports to try, one after the other. ElasticMQ must know its port in advance, because the
   * queues' URLs contain it; and whoever asks the system for a free one may get the same before
   * ElasticMQ listens on it.
   *
   * @param attempts at least 1
   */
  record PortSupplier(IntSupplier next, int attempts) {}

  private static PortSupplier choice(int port) {
    return port == 0
        ? new PortSupplier(FreePort::find, PORT_ATTEMPTS)
        : new PortSupplier(() -> port, 1);
  }

  private record Listening(SQSRestServer server, int port) {}

  private static Listening listening(
      AwsAccount account, PortSupplier ports, UnaryOperator<TheSQSRestServerBuilder> configured) {
    for (int attempt = 1; ; attempt++) {
      int port = ports.next().getAsInt();
      SQSRestServer server = configured.apply(builder(account, port)).start();
      try {
        server.waitUntilStarted();
        return new Listening(server, port);
      } catch (Exception e) { // Scala throws checked ones, too, that it does not declare.
        if (attempt == ports.attempts()) {
          throw new IllegalStateException("SQS cannot listen on port " + port, e);
        }
      }
    }
  }

  private static TheSQSRestServerBuilder builder(AwsAccount account, int port) {
    return SQSRestServerBuilder.withInterface("127.0.0.1")
        .withPort(port)
        .withServerAddress(new NodeAddress("http", "127.0.0.1", port, ""))
        .withAWSRegion(account.region())
        .withAWSAccountId(account.id());
  }

  private String create(String name, Map<QueueAttributeName, String> attributes) {
    return client.createQueue(queue -> queue.queueName(name).attributes(attributes)).queueUrl();
  }

  private String arn(String url) {
    Map<QueueAttributeName, String> attributes =
        client
            .getQueueAttributes(
                queue -> queue.queueUrl(url).attributeNames(QueueAttributeName.QUEUE_ARN))
            .attributes();
    return requireNonNull(attributes.get(QueueAttributeName.QUEUE_ARN), "the queue has no ARN");
  }

  public URI uri() {
    return uri;
  }

  public SqsClient client() {
    return client;
  }

  public String queueUrl() {
    return queueUrl;
  }

  public String dlqUrl() {
    return dlqUrl;
  }

  /** {@return the main queue's ARN, as the service returns it} */
  public String queueArn() {
    return arn(queueUrl);
  }

  @Override
  public void close() {
    client.close();
    server.stopAndWait();
    kept.ifPresent(KeptQueues::close);
  }
}
