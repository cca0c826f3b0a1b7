package org.pytorch.alerting.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.runtime.StubAws;
import org.pytorch.alerting.webhook.sender.SecretsManagerSenderSecrets;
import org.pytorch.alerting.webhook.sender.SecretsUnavailableException;
import org.pytorch.alerting.webhook.topic.AlertMessage;
import org.pytorch.alerting.webhook.topic.SnsAlertTopic;
import org.pytorch.alerting.webhook.topic.TopicUnavailableException;
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
      List<String> ids = new SnsAlertTopic(client, TOPIC).publish(List.of(message("{ä}")));

      assertThat(ids).containsExactly("567910cd");
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
      assertThatThrownBy(() -> new SnsAlertTopic(client, TOPIC).publish(List.of(message("{}"))))
          .isInstanceOf(TopicUnavailableException.class)
          .hasMessageContaining(code);
    }
  }

  @Test
  void several_alerts_are_published_in_batches() {
    try (StubAws aws = StubAws.answering(200, XML, batchAnswer(taken(0) + taken(1), ""));
        SnsClient client = SnsAlertTopic.client(aws.environment())) {
      List<String> ids =
          new SnsAlertTopic(client, TOPIC).publish(List.of(message("{ä}"), message("{ö}")));

      assertThat(ids).containsExactly("id-0", "id-1");
      assertThat(form(aws.requests.getFirst().body()))
          .containsEntry("Action", "PublishBatch")
          .containsEntry("TopicArn", TOPIC)
          .containsEntry("PublishBatchRequestEntries.member.1.Message", "{ä}")
          .containsEntry("PublishBatchRequestEntries.member.2.Message", "{ö}")
          .containsEntry(
              "PublishBatchRequestEntries.member.2.MessageAttributes.entry.1.Value.StringValue",
              "grafana");
    }
  }

  @Test
  void every_batch_is_published() {
    List<AlertMessage> messages =
        IntStream.range(0, 200).mapToObj(i -> message("{\"n\":" + i + "}")).toList();
    String ten =
        IntStream.range(0, 10).mapToObj(AwsAdaptersTest::taken).collect(Collectors.joining());
    try (StubAws aws = StubAws.answering(200, XML, batchAnswer(ten, ""));
        SnsClient client = SnsAlertTopic.client(aws.environment())) {
      assertThat(new SnsAlertTopic(client, TOPIC).publish(messages)).hasSize(200);

      assertThat(
              aws.requests.stream()
                  .flatMap(request -> form(request.body()).entrySet().stream())
                  .filter(field -> field.getKey().endsWith(".Message"))
                  .map(Map.Entry::getValue))
          .containsExactlyInAnyOrderElementsOf(messages.stream().map(AlertMessage::body).toList());
    }
  }

  @Test
  void a_batch_that_is_taken_in_part_is_unavailable() {
    String failed =
        "<member><Id>1</Id><Code>InternalError</Code><SenderFault>false</SenderFault></member>";
    try (StubAws aws = StubAws.answering(200, XML, batchAnswer(taken(0), failed));
        SnsClient client = SnsAlertTopic.client(aws.environment())) {
      assertThatThrownBy(
              () -> new SnsAlertTopic(client, TOPIC).publish(List.of(message("1"), message("2"))))
          .isInstanceOf(TopicUnavailableException.class)
          .hasMessageContaining("1 of 2 messages", "InternalError");
    }
  }

  @Test
  void a_batch_that_is_refused_is_unavailable() {
    try (StubAws aws = refusing();
        SnsClient client = SnsAlertTopic.client(aws.environment())) {
      assertThatThrownBy(
              () -> new SnsAlertTopic(client, TOPIC).publish(List.of(message("1"), message("2"))))
          .isInstanceOf(TopicUnavailableException.class)
          .hasMessageContaining("AuthorizationError");
    }
  }

  @Test
  void after_a_failed_batch_no_other_is_begun() {
    List<AlertMessage> messages = IntStream.range(0, 1_000).mapToObj(i -> message("" + i)).toList();
    try (StubAws aws = refusing();
        SnsClient client = SnsAlertTopic.client(aws.environment())) {
      assertThatThrownBy(() -> new SnsAlertTopic(client, TOPIC).publish(messages))
          .isInstanceOf(TopicUnavailableException.class);
      // Of a hundred batches: those that were under way side by side.
      assertThat(aws.requests).hasSizeBetween(1, 8);
    }
  }

  @Test
  void the_secret_and_the_topic_together_take_less_than_a_senders_thirty_seconds() {
    try (StubAws aws = StubAws.answering(200, JSON, "{}");
        SecretsManagerClient secrets = SecretsManagerSenderSecrets.client(aws.environment());
        SnsClient topic = SnsAlertTopic.client(aws.environment())) {
      assertThat(secrets.serviceClientConfiguration().overrideConfiguration().apiCallTimeout())
          .contains(Duration.ofSeconds(8));
      assertThat(topic.serviceClientConfiguration().overrideConfiguration().apiCallTimeout())
          .contains(Duration.ofSeconds(11));
      assertThat(SnsAlertTopic.TIME_LIMIT).isEqualTo(Duration.ofSeconds(11));
    }
  }

  private static AlertMessage message(String body) {
    return new AlertMessage(body, Map.of("source", "grafana"));
  }

  private static String taken(int id) {
    return "<member><Id>%1$d</Id><MessageId>id-%1$d</MessageId></member>".formatted(id);
  }

  private static StubAws refusing() {
    return StubAws.answering(
        403, XML, "<ErrorResponse><Error><Code>AuthorizationError</Code></Error></ErrorResponse>");
  }

  private static String batchAnswer(String successful, String failed) {
    return """
        <PublishBatchResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">
          <PublishBatchResult><Successful>%s</Successful><Failed>%s</Failed></PublishBatchResult>
        </PublishBatchResponse>
        """
        .formatted(successful, failed);
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
