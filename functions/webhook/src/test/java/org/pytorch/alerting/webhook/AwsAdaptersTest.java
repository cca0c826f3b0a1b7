package org.pytorch.alerting.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pytorch.alerting.model.Json;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sns.SnsClient;

class AwsAdaptersTest {
  private static final String TOPIC = "arn:aws:sns:us-east-1:123456789012:alerts";
  private static final String JSON = "application/x-amz-json-1.1";
  private static final String XML = "text/xml";

  @Test
  void an_alert_is_published_with_its_attributes() {
    try (StubAws aws =
            StubAws.answering(
                200,
                XML,
                """
                <PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">
                  <PublishResult><MessageId>567910cd</MessageId></PublishResult>
                </PublishResponse>
                """);
        SnsClient client = SnsAlertTopic.client(aws.environment())) {
      String id = new SnsAlertTopic(client, TOPIC).publish("{ä}", Map.of("source", "grafana"));

      assertThat(id).isEqualTo("567910cd");
      assertThat(form(aws.requests.getFirst().body()))
          .containsEntry("Action", "Publish")
          .containsEntry("TopicArn", TOPIC)
          .containsEntry("Message", "{ä}")
          .containsEntry("MessageAttributes.entry.1.Name", "source")
          .containsEntry("MessageAttributes.entry.1.Value.DataType", "String")
          .containsEntry("MessageAttributes.entry.1.Value.StringValue", "grafana");
    }
  }

  @ParameterizedTest
  @CsvSource({"403, AuthorizationError", "404, NotFound", "400, InvalidParameter"})
  void a_topic_that_refuses_is_unavailable(int status, String code) {
    try (StubAws aws =
            StubAws.answering(
                status,
                XML,
                "<ErrorResponse><Error><Code>%s</Code></Error></ErrorResponse>".formatted(code));
        SnsClient client = SnsAlertTopic.client(aws.environment())) {
      assertThatThrownBy(() -> new SnsAlertTopic(client, TOPIC).publish("{}", Map.of()))
          .isInstanceOf(TopicUnavailableException.class)
          .hasMessageContaining(code);
    }
  }

  @Test
  void the_secret_is_read_as_text() {
    try (StubAws aws = StubAws.answering(200, JSON, "{\"SecretString\":\"{}\"}");
        SecretsManagerClient client = SecretsManagerSenderSecrets.client(aws.environment())) {
      assertThat(new SecretsManagerSenderSecrets(client, "alerts/webhook").read()).isEqualTo("{}");
      assertThat(aws.requests.getFirst().target()).isEqualTo("secretsmanager.GetSecretValue");
      assertThat(Json.read(aws.requests.getFirst().body(), JsonNode.class))
          .hasToString("{\"SecretId\":\"alerts/webhook\"}");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "400, '{\"__type\":\"ResourceNotFoundException\"}'",
    "400, '{\"__type\":\"AccessDeniedException\"}'",
    "200, '{\"SecretBinary\":\"czNjcjN0\"}'"
  })
  void a_secret_that_cannot_be_read_is_unavailable(int status, String body) {
    try (StubAws aws = StubAws.answering(status, JSON, body);
        SecretsManagerClient client = SecretsManagerSenderSecrets.client(aws.environment())) {
      assertThatThrownBy(() -> new SecretsManagerSenderSecrets(client, "alerts/webhook").read())
          .isInstanceOf(SecretsUnavailableException.class);
    }
  }

  private static Map<String, String> form(String body) {
    return Arrays.stream(body.split("&"))
        .map(field -> field.split("=", 2))
        .collect(
            Collectors.toMap(
                field -> field[0], field -> URLDecoder.decode(field[1], StandardCharsets.UTF_8)));
  }
}
