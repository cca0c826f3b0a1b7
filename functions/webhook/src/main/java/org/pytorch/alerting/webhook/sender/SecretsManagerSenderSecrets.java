package org.pytorch.alerting.webhook.sender;

import java.time.Duration;
import java.util.Optional;
import org.pytorch.alerting.runtime.Environment;
import org.pytorch.alerting.runtime.aws.AwsConnection;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClientBuilder;

/** The secret through the AWS SDK. */
public final class SecretsManagerSenderSecrets implements SenderSecrets {
  /** With attempts and pauses: together with the topic's, below a sender's timeout of 30 s. */
  public static final Duration CALL_TIMEOUT = Duration.ofSeconds(8);

  private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(3);

  private final SecretsManagerClient client;
  private final String secretId;

  public SecretsManagerSenderSecrets(SecretsManagerClient client, String secretId) {
    this.client = client;
    this.secretId = secretId;
  }

  /**
   * {@return a client}
   *
   * @throws IllegalStateException if a variable is missing or malformed
   */
  public static SecretsManagerClient client(Environment environment) {
    return builder(environment).build();
  }

  public static SecretsManagerClientBuilder builder(Environment environment) {
    return new AwsConnection("AWS_ENDPOINT_URL_SECRETS_MANAGER", CONNECTION_TIMEOUT, SOCKET_TIMEOUT)
        .configure(SecretsManagerClient.builder(), environment)
        .overrideConfiguration(overrides -> overrides.apiCallTimeout(CALL_TIMEOUT));
  }

  @Override
  public String read() {
    try {
      return Optional.ofNullable(
              client.getSecretValue(request -> request.secretId(secretId)).secretString())
          .orElseThrow(
              () -> new SecretsUnavailableException("the secret is binary; it has to be text"));
    } catch (SdkException e) {
      throw new SecretsUnavailableException("the secret could not be read: " + e);
    }
  }
}
