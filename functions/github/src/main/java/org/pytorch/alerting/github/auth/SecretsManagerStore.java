package org.pytorch.alerting.github.auth;

import java.time.Duration;
import java.util.Optional;
import org.pytorch.alerting.github.GitHubAccessException;
import org.pytorch.alerting.github.GitHubNotAskedException;
import org.pytorch.alerting.runtime.Environment;
import org.pytorch.alerting.runtime.aws.AwsConnection;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClientBuilder;
import software.amazon.awssdk.services.secretsmanager.model.InvalidRequestException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/** Secrets in AWS Secrets Manager. */
public final class SecretsManagerStore implements SecretStore {
  /** For one attempt; the SDK retries within {@link #CALL_TIMEOUT}. */
  static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(2);

  static final Duration CALL_TIMEOUT = Duration.ofSeconds(5);

  private final SecretsManagerClient client;

  public SecretsManagerStore(SecretsManagerClient client) {
    this.client = client;
  }

  /** {@return the store in {@code AWS_REGION}, or at the endpoint in a variable} */
  public static SecretsManagerStore of(Environment environment) {
    return new SecretsManagerStore(builder(environment).build());
  }

  /** {@return the client builder of {@link #of}, for clients with other credentials} */
  public static SecretsManagerClientBuilder builder(Environment environment) {
    return new AwsConnection("AWS_ENDPOINT_URL_SECRETS_MANAGER", ATTEMPT_TIMEOUT, ATTEMPT_TIMEOUT)
        .configure(SecretsManagerClient.builder(), environment)
        .overrideConfiguration(
            settings ->
                settings.apiCallAttemptTimeout(ATTEMPT_TIMEOUT).apiCallTimeout(CALL_TIMEOUT));
  }

  @Override
  public Optional<String> read(String id) {
    try {
      // A secret stored as bytes has no string: it counts as missing.
      return Optional.ofNullable(
          client.getSecretValue(request -> request.secretId(id)).secretString());
    } catch (ResourceNotFoundException | InvalidRequestException e) {
      // The latter is the response for a secret that is scheduled for deletion.
      return Optional.empty();
    } catch (SdkServiceException e) {
      throw isTemporary(e)
          ? notNow(id, e)
          : new GitHubAccessException(
              "the secret %s cannot be read: %s; check that the function's role may read and decrypt it"
                  .formatted(id, e.getMessage()));
    } catch (SdkException e) {
      throw notNow(id, e);
    }
  }

  private static boolean isTemporary(SdkServiceException e) {
    return e.isThrottlingException() || e.statusCode() >= 500;
  }

  private static GitHubNotAskedException notNow(String id, SdkException e) {
    return new GitHubNotAskedException(
        "the secret %s cannot be read now: %s".formatted(id, e.getMessage()));
  }
}
