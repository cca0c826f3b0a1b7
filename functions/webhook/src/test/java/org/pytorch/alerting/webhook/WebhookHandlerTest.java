package org.pytorch.alerting.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.runtime.Environment;
import org.pytorch.alerting.runtime.Host;
import org.pytorch.alerting.runtime.Log;
import org.pytorch.alerting.runtime.RecordedLog;
import org.pytorch.alerting.webhook.sender.FakeSecrets;

class WebhookHandlerTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-03-04T07:12:10Z"));
  private static final Host HOST = RecordedLog.unread(CLOCK);
  private static final Context CONTEXT =
      (Context)
          Proxy.newProxyInstance(
              Context.class.getClassLoader(),
              new Class<?>[] {Context.class},
              (_, method, _) -> {
                throw new UnsupportedOperationException(method.getName());
              });

  /** The event's shape is from AWS's "Working with AWS Lambda proxy integrations for HTTP APIs". */
  private static final String EVENT =
      """
      {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": "/alerts",
        "rawQueryString": "",
        "headers": {"x-grafana-token": "s3cr3t", "content-type": "application/json"},
        "requestContext": {
          "accountId": "123456789012",
          "apiId": "api-id",
          "domainName": "id.execute-api.us-east-1.amazonaws.com",
          "http": {"method": "POST", "path": "/alerts", "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1", "userAgent": "Grafana"},
          "requestId": "id",
          "routeKey": "$default",
          "stage": "$default",
          "time": "12/Mar/2020:19:03:58 +0000",
          "timeEpoch": 1583348638390
        },
        "body": "eyJzdGF0dXMiOiJmaXJpbmcifQ==",
        "isBase64Encoded": true
      }
      """;

  private final FakeTopic topic = new FakeTopic();
  private final Webhook webhook =
      new Webhook(
          new FakeSecrets("{\"x-grafana-token\":\"s3cr3t\"}"),
          topic,
          CLOCK,
          Log.of("webhook", HOST));
  private final WebhookHandler handler =
      new WebhookHandler(new WebhookHandler.Wiring(() -> webhook));

  @Test
  void a_request_in_payload_format_2_is_answered_in_it() {
    JsonNode answer = handle(EVENT);

    String delivery =
        topic.published.getFirst().attributes().getOrDefault("delivery_id", "no delivery id");
    assertThat(answer)
        .isEqualTo(
            Json.read(
                """
                {
                  "statusCode": 202,
                  "headers": {"content-type": "application/json"},
                  "body": "{\\"message_id\\":\\"message-1\\",\\"delivery_id\\":\\"%s\\"}",
                  "isBase64Encoded": false
                }
                """
                    .formatted(delivery),
                JsonNode.class));
    assertThat(topic.published.getFirst().body()).isEqualTo("{\"status\":\"firing\"}");
  }

  @Test
  void a_request_without_headers_or_body_is_answered_too() {
    JsonNode answer = handle("{\"requestContext\":{\"http\":{\"method\":\"POST\"}}}");

    assertThat(answer.get("statusCode").asInt()).isEqualTo(401);
  }

  @Test
  void a_body_beyond_all_limits_is_too_large() {
    String event =
        "{\"requestContext\":{\"http\":{\"method\":\"POST\"}},\"body\":\"%s\"}"
            .formatted("x".repeat(Json.MAX_STRING_LENGTH + 1));

    assertThat(handle(event).get("statusCode").asInt()).isEqualTo(413);
  }

  @Test
  void the_request_names_the_delivery() {
    handle(EVENT);
    handle(EVENT.replace("\"requestId\": \"id\"", "\"requestId\": \"other\""));
    handle(EVENT);

    assertThat(topic.published)
        .extracting(message -> message.attributes().get("delivery_id"))
        .doesNotContainNull()
        .satisfies(ids -> assertThat(ids.getFirst()).isEqualTo(ids.getLast()))
        .satisfies(ids -> assertThat(ids.getFirst()).isNotEqualTo(ids.get(1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"httpMethod\":\"POST\",\"requestContext\":{}}", "[]"})
  void another_event_is_refused_loudly(String event) {
    assertThatThrownBy(() -> handle(event))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("payload format 2.0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"AWS_REGION", "TOPIC_ARN", "WEBHOOK_SECRET_ID"})
  void a_missing_variable_stops_the_function_and_is_named(String variable) {
    Map<String, String> variables =
        new HashMap<>(
            Map.of("AWS_REGION", "us-east-1", "TOPIC_ARN", "arn", "WEBHOOK_SECRET_ID", "id"));
    variables.remove(variable);

    assertThatThrownBy(
            () ->
                new WebhookHandler(
                    WebhookHandler.Wiring.of(
                        new Host(new Environment(variables), CLOCK, HOST.log()))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(variable);
  }

  private JsonNode handle(String event) {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    handler.handleRequest(
        new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)), output, CONTEXT);
    return Json.read(output.toString(StandardCharsets.UTF_8), JsonNode.class);
  }
}
