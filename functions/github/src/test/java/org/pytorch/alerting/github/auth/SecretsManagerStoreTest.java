package org.pytorch.alerting.github.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.github.GitHubUnavailableException;
import org.pytorch.alerting.model.Environment;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.InvalidRequestException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

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
  void a_store_that_cannot_be_reached_is_unavailable() {
    SecretsManagerStore down =
        store(
            _ -> {
              throw SdkClientException.create("connection refused");
            });

    assertThatThrownBy(() -> down.read("alerts/app"))
        .isInstanceOf(GitHubUnavailableException.class)
        .hasMessageContaining("alerts/app")
        .hasMessageContaining("connection refused");
  }

  @Test
  void the_region_must_be_known() {
    assertThatThrownBy(() -> SecretsManagerStore.of(new Environment(Map.of())))
        .hasMessageContaining("AWS_REGION");
  }
}
