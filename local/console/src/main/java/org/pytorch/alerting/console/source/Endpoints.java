package org.pytorch.alerting.console.source;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where the console finds each service. Every one may be absent; its pages say so then.
 *
 * @param credentials for the AWS clients; absent for the SDK's default chain
 * @param testData the folder of payloads to try
 */
public record Endpoints(
    String region,
    Optional<Credentials> credentials,
    Optional<StepFunctionsAt> stepFunctions,
    Optional<TableAt> table,
    Optional<QueuesAt> queues,
    Optional<TopicAt> topic,
    Optional<WebhookAt> webhook,
    Optional<GitHubAt> gitHub,
    Optional<Path> testData) {

  private static final String DEFAULT_REGION = "us-east-1";

  public record Credentials(String accessKeyId, String secretAccessKey) {
    /** For endpoints that do not check them. */
    public static final Credentials INVENTED = new Credentials("local", "local");

    @Override
    public String toString() {
      return "Credentials[accessKeyId=%s]".formatted(accessKeyId);
    }
  }

  /**
   * @param pipeline the state machine that handles alerts; absent if there is none
   */
  public record StepFunctionsAt(URI endpoint, Optional<String> pipeline) {}

  public record TableAt(URI endpoint, String table) {}

  public record QueuesAt(URI endpoint, String queueUrl, String deadLetterUrl) {}

  public record TopicAt(URI endpoint, String arn) {}

  /**
   * @param senders each source's header and token
   */
  public record WebhookAt(URI url, Map<String, Sender> senders) {
    public WebhookAt {
      senders = Map.copyOf(senders);
    }
  }

  /** A source's credentials for the webhook. */
  public record Sender(String header, String token) {
    @Override
    public String toString() {
      return "Sender[header=%s]".formatted(header);
    }
  }

  /**
   * @param control the fake's own endpoints; absent on a real GitHub
   * @param token of a person who works on the issues; absent if not known
   */
  public record GitHubAt(URI api, String repo, Optional<URI> control, Optional<String> token) {
    @Override
    public String toString() {
      return "GitHubAt[api=%s, repo=%s]".formatted(api, repo);
    }
  }

  /** {@return a console that shows the executions of one Step Functions, and nothing else} */
  public static Endpoints stepFunctionsOnly(URI endpoint) {
    return new Endpoints(
        DEFAULT_REGION,
        Optional.of(Credentials.INVENTED),
        Optional.of(new StepFunctionsAt(endpoint, Optional.empty())),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** {@return the same with another Step Functions, whose {@code pipeline} handles alerts} */
  public Endpoints withStepFunctions(URI endpoint, String pipeline) {
    return new Endpoints(
        region,
        credentials,
        Optional.of(new StepFunctionsAt(endpoint, Optional.of(pipeline))),
        table,
        queues,
        topic,
        webhook,
        gitHub,
        testData);
  }
}
