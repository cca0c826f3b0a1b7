package org.pytorch.alerting.stack;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.pytorch.alerting.runtime.Environment;

/**
 * The functions' environment variables. As on AWS, each function gets only its own, so a missing
 * one is noticed here.
 *
 * @param searchUnknown whether the repository may have issues of alerts that the table lacks
 * @param docs the address of the documents
 * @param throughput the limit on requests to GitHub
 * @param policy the policy's JSON; empty for none
 */
public record FunctionVariables(
    String region,
    Endpoints endpoints,
    String topicArn,
    String queueUrl,
    String deadLetterQueueUrl,
    String stateMachineArn,
    String tableName,
    String webhookSecretId,
    String gitHubSecretId,
    URI gitHubApi,
    String gitHubRepo,
    boolean searchUnknown,
    URI docs,
    Throughput throughput,
    Optional<Path> policy,
    Optional<URI> console) {

  /** The endpoints of the AWS services. */
  public record Endpoints(URI sqs, URI sns, URI dynamodb, URI secretsManager, URI sfn) {}

  /** {@return the variables of the function {@code name}} */
  public Environment of(FunctionName name) {
    Map<String, String> variables = new HashMap<>();
    variables.put("AWS_REGION", region);
    switch (name) {
      case WEBHOOK -> {
        variables.put("TOPIC_ARN", topicArn);
        variables.put("WEBHOOK_SECRET_ID", webhookSecretId);
        variables.put("AWS_ENDPOINT_URL_SNS", endpoints.sns().toString());
        variables.put("AWS_ENDPOINT_URL_SECRETS_MANAGER", endpoints.secretsManager().toString());
        // For its warnings: what the policy adds is not missing.
        policy(variables);
      }
      case STARTER -> {
        variables.put("STATE_MACHINE_ARN", stateMachineArn);
        variables.put("QUEUE_URL", queueUrl);
        variables.put("DEAD_LETTER_QUEUE_URL", deadLetterQueueUrl);
        variables.put("AWS_ENDPOINT_URL_SFN", endpoints.sfn().toString());
        variables.put("AWS_ENDPOINT_URL_SQS", endpoints.sqs().toString());
      }
      case NORMALIZE -> policy(variables);
      case DECIDE -> {
        table(variables);
        variables.put("GITHUB_REPO", gitHubRepo);
        variables.put("SEARCH_UNKNOWN_ISSUES", Boolean.toString(searchUnknown));
      }
      case RECORD -> table(variables);
      case GITHUB -> {
        variables.put("GITHUB_API_URL", gitHubApi.toString());
        variables.put("DOCS_URL", docs.toString());
        console.ifPresent(
            address ->
                variables.put(
                    "EXECUTION_PAGE", address.resolve("/execution") + "?arn={execution}"));
        variables.put("SEARCH_UNKNOWN_ISSUES", Boolean.toString(searchUnknown));
        variables.put("GITHUB_APP_SECRET_ID", gitHubSecretId);
        variables.put(
            "GITHUB_REQUESTS_PER_SECOND", Double.toString(throughput.requestsPerSecond()));
        variables.put("GITHUB_MAX_CONCURRENCY", Integer.toString(throughput.gitHubConcurrency()));
        variables.put("AWS_ENDPOINT_URL_SECRETS_MANAGER", endpoints.secretsManager().toString());
      }
    }
    return new Environment(variables);
  }

  private void policy(Map<String, String> variables) {
    policy.ifPresent(file -> variables.put("POLICY_FILE", file.toAbsolutePath().toString()));
  }

  private void table(Map<String, String> variables) {
    variables.put("STATUS_TABLE_NAME", tableName);
    variables.put("AWS_ENDPOINT_URL_DYNAMODB", endpoints.dynamodb().toString());
    variables.put("GITHUB_REQUESTS_PER_SECOND", Double.toString(throughput.requestsPerSecond()));
    variables.put("GITHUB_WRITES_PER_MINUTE", Integer.toString(throughput.writesPerMinute()));
    variables.put("GITHUB_WRITES_PER_HOUR", Integer.toString(throughput.writesPerHour()));
  }
}
