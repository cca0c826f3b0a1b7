package org.pytorch.alerting.stack.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

final class SecretsManagerEndpointTest {
  private final SecretsManagerEndpoint endpoint =
      SecretsManagerEndpoint.start(AwsAccount.LOCAL, InstantSource.system(), 0);
  private final SecretsManagerClient client =
      LocalClients.build(SecretsManagerClient.builder(), endpoint.uri());

  @AfterEach
  void close() {
    client.close();
    endpoint.close();
  }

  @Test
  void secret_is_found_by_its_name_and_by_its_arn() {
    endpoint.put("app", "{\"key\":\"1\"}");

    GetSecretValueResponse byName = client.getSecretValue(get -> get.secretId("app"));
    assertThat(byName.secretString()).isEqualTo("{\"key\":\"1\"}");
    assertThat(client.getSecretValue(get -> get.secretId(byName.arn())).name()).isEqualTo("app");
  }

  @Test
  void rotated_secret_answers_its_new_value_and_keeps_the_one_before() {
    endpoint.put("app", "old");
    client.putSecretValue(put -> put.secretId("app").secretString("new"));

    assertThat(client.getSecretValue(get -> get.secretId("app")).secretString()).isEqualTo("new");
    assertThat(
            client
                .getSecretValue(get -> get.secretId("app").versionStage("AWSPREVIOUS"))
                .secretString())
        .isEqualTo("old");
  }

  @Test
  void unknown_secret_is_not_found() {
    assertThatThrownBy(() -> client.getSecretValue(get -> get.secretId("nobody")))
        .isInstanceOf(ResourceNotFoundException.class);
    assertThatThrownBy(() -> client.putSecretValue(put -> put.secretId("nobody").secretString("x")))
        .isInstanceOf(ResourceNotFoundException.class);
  }
}
