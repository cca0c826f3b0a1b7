package org.pytorch.alerting.stack;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The endpoints, names and credentials of a running stack: the content of {@code
 * target/stack.json}.
 *
 * @param pid the process id of the stack
 * @param credentials for the AWS CLI and SDKs; not checked
 * @param console absent if the stack runs without it
 */
@RecordBuilder
public record StackDescription(
    String region,
    Sqs sqs,
    Sns sns,
    Dynamodb dynamodb,
    Secretsmanager secretsmanager,
    Stepfunctions stepfunctions,
    Lambda lambda,
    Webhook webhook,
    GitHub github,
    String accountId,
    Credentials credentials,
    long pid,
    Optional<Console> console)
    implements StackDescriptionBuilder.With {

  public record Sqs(URI endpoint, String queueUrl, String dlqUrl) {}

  public record Sns(URI endpoint, String topicArn) {}

  public record Dynamodb(URI endpoint, String table) {}

  /**
   * @param githubApp the id of the secret that holds the App's key
   * @param webhook the id of the secret that holds the webhook's tokens
   */
  public record Secretsmanager(URI endpoint, String githubApp, String webhook) {}

  public record Stepfunctions(URI endpoint, String stateMachineArn) {}

  /**
   * @param functions each function's ARN by its name
   */
  public record Lambda(URI endpoint, Map<String, String> functions) {}

  /**
   * @param url the URL that providers post alerts to
   * @param header Grafana's header with its token
   * @param senders each source's header and token
   */
  public record Webhook(URI url, String header, String token, Map<String, Sender> senders) {}

  /** A source's credentials for the webhook. */
  public record Sender(String header, String token) {}

  /**
   * @param endpoint the REST API
   * @param control the fake's own endpoints; absent on a real GitHub
   * @param personToken the token of a person who works on the issues; absent if not known
   */
  public record GitHub(
      URI endpoint, String repo, Optional<URI> control, Optional<String> personToken) {
    @Override
    public String toString() {
      return "GitHub[endpoint=%s, repo=%s]".formatted(endpoint, repo);
    }
  }

  /** The pages that show what the stack does. */
  public record Console(URI url) {}

  public record Credentials(String accessKeyId, String secretAccessKey) {}

  /** {@return the environment variables that make the AWS CLI and the SDKs use this stack} */
  public Map<String, String> environment() {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("AWS_ACCESS_KEY_ID", credentials.accessKeyId());
    variables.put("AWS_SECRET_ACCESS_KEY", credentials.secretAccessKey());
    variables.put("AWS_REGION", region);
    variables.put("AWS_DEFAULT_REGION", region);
    // For StartSyncExecution they put "sync-" before the host, and sync-127.0.0.1 does not exist.
    variables.put("AWS_DISABLE_HOST_PREFIX_INJECTION", "true");
    variables.put("AWS_ENDPOINT_URL_SQS", sqs.endpoint().toString());
    variables.put("AWS_ENDPOINT_URL_SNS", sns.endpoint().toString());
    variables.put("AWS_ENDPOINT_URL_DYNAMODB", dynamodb.endpoint().toString());
    variables.put("AWS_ENDPOINT_URL_SECRETS_MANAGER", secretsmanager.endpoint().toString());
    variables.put("AWS_ENDPOINT_URL_SFN", stepfunctions.endpoint().toString());
    variables.put("AWS_ENDPOINT_URL_LAMBDA", lambda.endpoint().toString());
    variables.put("QUEUE_URL", sqs.queueUrl());
    variables.put("DEAD_LETTER_QUEUE_URL", sqs.dlqUrl());
    variables.put("TOPIC_ARN", sns.topicArn());
    variables.put("TABLE", dynamodb.table());
    variables.put("STATE_MACHINE_ARN", stepfunctions.stateMachineArn());
    return variables;
  }
}
