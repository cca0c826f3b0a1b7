package org.pytorch.alerting.starter;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.runtime.Environment;
import org.pytorch.alerting.runtime.Host;
import org.pytorch.alerting.runtime.Log;
import org.pytorch.alerting.runtime.Rehearsal;
import org.pytorch.alerting.runtime.RehearsalServer;
import org.pytorch.alerting.runtime.aws.RehearsalCredentials;
import org.pytorch.alerting.starter.queue.SqsEvent;
import org.pytorch.alerting.starter.queue.SqsMessageQueue;
import org.pytorch.alerting.starter.workflow.SfnWorkflowStarter;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Starts an execution for a made-up message that succeeds, and one that fails, without AWS. */
final class StarterRehearsal implements Rehearsal {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final String BATCH =
      """
      {"Records": [{"messageId": "rehearsal", "receiptHandle": "rehearsal", "body": "{}",
        "attributes": {"ApproximateReceiveCount": "1", "SentTimestamp": "1767225600000"},
        "messageAttributes": {"source": {"stringValue": "rehearsal", "dataType": "String"}},
        "eventSource": "aws:sqs", "awsRegion": "us-east-1",
        "eventSourceARN": "arn:aws:sqs:us-east-1:000000000000:rehearsal"}]}
      """;

  @Override
  public void run() throws IOException {
    start("SUCCEEDED", true);
    start("FAILED", false);
  }

  private static void start(String status, boolean handled) throws IOException {
    try (RehearsalServer states = new RehearsalServer(_ -> execution(status));
        RehearsalServer queues = new RehearsalServer(_ -> "{}");
        SfnClient sfn =
            SfnWorkflowStarter.builder(endpoint("AWS_ENDPOINT_URL_SFN", states), PATIENCE)
                .credentialsProvider(RehearsalCredentials.PROVIDER)
                .build();
        SqsClient sqs =
            SqsMessageQueue.builder(endpoint("AWS_ENDPOINT_URL_SQS", queues))
                .credentialsProvider(RehearsalCredentials.PROVIDER)
                .build();
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      BatchRun run = start(sfn, sqs, executor);
      run.finished().join();
      Json.write(run.unhandled());
      if (run.unhandled().isEmpty() != handled) {
        throw new IllegalStateException("an execution that " + status + " was misread");
      }
    }
  }

  private static BatchRun start(SfnClient sfn, SqsClient sqs, ExecutorService executor) {
    Host host = Rehearsal.host(Map.of());
    Instant now = host.clock().instant();
    return new BatchStarter(
            new SfnWorkflowStarter(
                sfn, "arn:aws:states:us-east-1:000000000000:stateMachine:rehearsal", executor),
            new SqsMessageQueue(sqs, "http://localhost/rehearsal", "http://localhost/rehearsal"),
            executor,
            host.clock(),
            new SecureRandom(),
            Log.of("starter", host))
        .start(
            SqsEvent.read(new ByteArrayInputStream(BATCH.getBytes(StandardCharsets.UTF_8)), now),
            now.plus(PATIENCE));
  }

  private static String execution(String status) {
    return """
        {"executionArn": "arn:aws:states:us-east-1:000000000000:express:rehearsal:rehearsal:1",
         "startDate": 1767225600, "stopDate": 1767225601, "status": "%s",
         "output": "{\\"actions\\":[\\"CREATE\\"],\\"rest\\":[]}"}
        """
        .formatted(status);
  }

  private static Environment endpoint(String variable, RehearsalServer server) {
    return new Environment(Map.of("AWS_REGION", "us-east-1", variable, server.address()));
  }
}
