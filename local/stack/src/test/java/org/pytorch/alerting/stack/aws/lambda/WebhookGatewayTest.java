package org.pytorch.alerting.stack.aws.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.stack.aws.AwsAccount;
import org.pytorch.alerting.stack.journal.Journal;
import org.pytorch.alerting.webhook.Webhook;

/**
 * The gateway enforces Lambda's payload limit: an event of over 6 MB never reaches the function.
 */
final class WebhookGatewayTest {
  private final LambdaHost host =
      new LambdaHost(AwsAccount.LOCAL, InstantSource.system(), new Journal());
  private final WebhookGateway gateway =
      WebhookGateway.start(host, "webhook", InstantSource.system(), 0);
  private final HttpClient http = HttpClient.newHttpClient();
  private final AtomicInteger invocations = new AtomicInteger();

  @BeforeEach
  void deploy() {
    host.deploy(
        LambdaFunction.of(
            "webhook",
            Duration.ofSeconds(10),
            () ->
                (_, out, _) -> {
                  invocations.incrementAndGet();
                  out.write("{\"statusCode\":202}".getBytes(StandardCharsets.UTF_8));
                }));
  }

  @AfterEach
  void close() {
    http.close();
    gateway.close();
    host.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "application/cloudevents+json"})
  void largest_allowed_body_reaches_the_webhook(String type) throws Exception {
    assertThat(post(type, "x".repeat(Webhook.MAX_BODY_BYTES)).statusCode()).isEqualTo(202);
    assertThat(invocations).hasValue(1);
  }

  @Test
  void body_too_large_in_base64_is_refused() throws Exception {
    HttpResponse<String> response =
        post("application/cloudevents+json", "x".repeat(LambdaHost.MAX_PAYLOAD_BYTES / 4 * 3));

    assertThat(response.statusCode()).isEqualTo(413);
    assertThat(response.body()).isEqualTo("{\"message\":\"Request Entity Too Large\"}");
    assertThat(invocations).hasValue(0);
  }

  /** In the event the body is a JSON string, in which a quote takes two bytes. */
  @Test
  void body_too_large_with_its_escapes_is_refused() throws Exception {
    String body = "\"x".repeat(LambdaHost.MAX_PAYLOAD_BYTES / 3);

    assertThat(body.length()).isLessThan(Webhook.MAX_BODY_BYTES);
    assertThat(post("application/json", body).statusCode()).isEqualTo(413);
    assertThat(invocations).hasValue(0);
  }

  @Test
  void other_paths_are_not_found() throws Exception {
    HttpResponse<String> response =
        http.send(
            HttpRequest.newBuilder(gateway.uri().resolve("/webhook/")).GET().build(),
            BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(invocations).hasValue(0);
  }

  private HttpResponse<String> post(String type, String body) throws Exception {
    return http.send(
        HttpRequest.newBuilder(gateway.uri())
            .header("content-type", type)
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }
}
