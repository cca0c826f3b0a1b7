package org.pytorch.alerting.stack.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.Filter;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.InvalidParameterException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;
import software.amazon.awssdk.services.secretsmanager.model.SecretListEntry;
import software.amazon.awssdk.services.secretsmanager.model.UpdateSecretResponse;

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
  void rotated_secret_returns_its_new_value_and_keeps_the_previous_one() {
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
    assertThatThrownBy(() -> client.getSecretValue(get -> get.secretId("unknown")))
        .isInstanceOf(ResourceNotFoundException.class);
    assertThatThrownBy(
            () -> client.putSecretValue(put -> put.secretId("unknown").secretString("x")))
        .isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void secrets_are_listed_and_described_without_their_values() {
    endpoint.put("webhook", "a");
    endpoint.put("app", "b");
    endpoint.put("app", "c");

    assertThat(client.listSecrets().secretList())
        .map(SecretListEntry::name)
        .containsExactly("app", "webhook");
    SecretListEntry app = client.listSecrets().secretList().getFirst();
    DescribeSecretResponse described = client.describeSecret(ask -> ask.secretId(app.arn()));
    assertThat(described.name()).isEqualTo("app");
    assertThat(described.versionIdsToStages()).isEqualTo(app.secretVersionsToStages());
    assertThat(described.versionIdsToStages().values())
        .containsExactlyInAnyOrder(List.of("AWSCURRENT"), List.of("AWSPREVIOUS"));
    assertThat(described.lastChangedDate()).isAfterOrEqualTo(described.createdDate());
    assertThatThrownBy(
            () ->
                client.listSecrets(
                    list -> list.filters(Filter.builder().key("name").values("a").build())))
        .isInstanceOf(InvalidParameterException.class);
  }

  @Test
  void update_changes_the_value_or_the_description() {
    endpoint.put("app", "old");

    UpdateSecretResponse value =
        client.updateSecret(update -> update.secretId("app").secretString("new"));
    UpdateSecretResponse description =
        client.updateSecret(update -> update.secretId("app").description("the App's key"));

    assertThat(client.getSecretValue(get -> get.secretId("app")).secretString()).isEqualTo("new");
    assertThat(client.getSecretValue(get -> get.secretId("app")).versionId())
        .isEqualTo(value.versionId());
    assertThat(description.versionId()).isNull();
    assertThat(client.describeSecret(ask -> ask.secretId("app")).description())
        .isEqualTo("the App's key");
  }

  @Test
  void unknown_secret_is_neither_described_nor_updated() {
    assertThatThrownBy(() -> client.describeSecret(ask -> ask.secretId("unknown")))
        .isInstanceOf(ResourceNotFoundException.class);
    assertThatThrownBy(
            () -> client.updateSecret(update -> update.secretId("unknown").secretString("x")))
        .isInstanceOf(ResourceNotFoundException.class);
  }
}
