package org.pytorch.alerting.stack.aws.queue;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.elasticmq.NodeAddress;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
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

  private static final Duration DLQ_RETENTION = Duration.ofDays(14);

  static {
    // The stack closes it; its own shutdown hook would only log an error when a signal ends the
    // JVM.
    System.setProperty("pekko.jvm-shutdown-hooks", "off");
    System.setProperty("pekko.coordinated-shutdown.run-by-jvm-shutdown-hook", "off");
  }

  private final SQSRestServer server;
  private final URI uri;
  private final SqsClient client;
  private final String queueUrl;
  private final String dlqUrl;

  private Queues(SQSRestServer server, int port) {
    this.server = server;
    server.waitUntilStarted();
    this.uri = URI.create("http://127.0.0.1:" + port);
    this.client = LocalClients.build(SqsClient.builder(), uri);
    this.dlqUrl =
        create(
            "alerts-dlq",
            Map.of(
                QueueAttributeName.MESSAGE_RETENTION_PERIOD,
                Long.toString(DLQ_RETENTION.toSeconds())));
    this.queueUrl =
        create(
            "alerts",
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

  /** Starts ElasticMQ and creates both queues; {@code port} 0 means any free port. */
  public static Queues start(AwsAccount account, int port) {
    // The port must be known in advance: the queues' URLs contain it.
    int listen = port == 0 ? FreePort.find() : port;
    SQSRestServer server =
        SQSRestServerBuilder.withInterface("127.0.0.1")
            .withPort(listen)
            .withServerAddress(new NodeAddress("http", "127.0.0.1", listen, ""))
            .withAWSRegion(account.region())
            .withAWSAccountId(account.id())
            .start();
    try {
      return new Queues(server, listen);
    } catch (RuntimeException e) {
      server.stopAndWait();
      throw e;
    }
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
  }
}
