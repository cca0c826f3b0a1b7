package org.pytorch.alerting.github.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pytorch.alerting.github.GitHubAccessException;
import org.pytorch.alerting.github.GitHubNotAskedException;
import org.pytorch.alerting.runtime.Environment;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.InvalidRequestException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;

class SecretsManagerStoreTest {
  private static SecretsManagerStore store(
      Function<GetSecretValueRequest, GetSecretValueResponse> answer) {
    return new SecretsManagerStore(
        new SecretsManagerClient() {
          @Override
          public GetSecretValueResponse getSecretValue(GetSecretValueRequest request) {
            return answer.apply(request);
          }

          @Override
          public String serviceName() {
            return SERVICE_NAME;
          }

          @Override
          public void close() {}
        });
  }

  @Test
  void a_secret_is_read_by_its_name() {
    assertThat(
            store(
                    request ->
                        GetSecretValueResponse.builder().secretString(request.secretId()).build())
                .read("alerts/app"))
        .contains("alerts/app");
  }

  @Test
  void a_secret_that_is_not_there_or_has_no_text_is_none() {
    assertThat(store(_ -> GetSecretValueResponse.builder().build()).read("s")).isEmpty();
    assertThat(
            store(
                    _ -> {
                      throw ResourceNotFoundException.builder().build();
                    })
                .read("s"))
        .isEmpty();
    assertThat(
            store(
                    _ -> {
                      throw InvalidRequestException.builder().build();
                    })
                .read("s"))
        .isEmpty();
  }

  @Test
  void store_that_cannot_be_reached_is_asked_again_later() {
    SecretsManagerStore down =
        store(
            _ -> {
              throw SdkClientException.create("connection refused");
            });

    assertThatThrownBy(() -> down.read("alerts/app"))
        .isInstanceOf(GitHubNotAskedException.class)
        .hasMessageContaining("alerts/app")
        .hasMessageContaining("connection refused");
  }

  @ParameterizedTest
  @CsvSource({"500, InternalServiceError", "400, ThrottlingException", "429, Other"})
  void store_that_is_busy_is_asked_again_later(int status, String code) {
    assertThatThrownBy(() -> failing(status, code).read("alerts/app"))
        .isInstanceOf(GitHubNotAskedException.class);
  }

  @ParameterizedTest
  @CsvSource({"400, AccessDeniedException", "400, DecryptionFailure", "403, Forbidden"})
  void secret_that_we_may_not_read_needs_an_operator(int status, String code) {
    assertThatThrownBy(() -> failing(status, code).read("alerts/app"))
        .isInstanceOf(GitHubAccessException.class)
        .hasMessageContaining("alerts/app")
        .hasMessageContaining("may read and decrypt it");
  }

  private static SecretsManagerStore failing(int status, String code) {
    return store(
        _ -> {
          throw SecretsManagerException.builder()
              .statusCode(status)
              .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
              .build();
        });
  }

  @Test
  void call_takes_5_s_at_most_and_an_attempt_2_s() {
    ClientOverrideConfiguration settings =
        SecretsManagerStore.builder(new Environment(Map.of("AWS_REGION", "eu-west-1")))
            .overrideConfiguration();

    assertThat(settings.apiCallTimeout()).contains(Duration.ofSeconds(5));
    assertThat(settings.apiCallAttemptTimeout()).contains(Duration.ofSeconds(2));
  }

  @Test
  void region_and_endpoint_are_those_of_the_variables() {
    Environment environment =
        new Environment(
            Map.of(
                "AWS_REGION", "eu-west-1",
                "AWS_ENDPOINT_URL_SECRETS_MANAGER", "http://127.0.0.1:4566"));

    try (SecretsManagerClient client = SecretsManagerStore.builder(environment).build()) {
      assertThat(client.serviceClientConfiguration().region()).isEqualTo(Region.EU_WEST_1);
      assertThat(client.serviceClientConfiguration().endpointOverride())
          .contains(URI.create("http://127.0.0.1:4566"));
    }
    assertThat(SecretsManagerStore.of(environment)).isNotNull();
  }

  @Test
  void the_region_must_be_known() {
    assertThatThrownBy(() -> SecretsManagerStore.of(new Environment(Map.of())))
        .hasMessageContaining("AWS_REGION");
  }
}
