package org.pytorch.alerting.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.runtime.Environment;
import org.pytorch.alerting.runtime.Log;
import org.pytorch.alerting.runtime.RecordedLog;
import org.pytorch.alerting.webhook.http.WebhookRequest;
import org.pytorch.alerting.webhook.http.WebhookResponse;
import org.pytorch.alerting.webhook.sender.FakeSecrets;

class WarningsTest {
  private static final Instant NOW = Instant.parse("2026-03-04T07:12:10Z");
  private static final InstantSource CLOCK = InstantSource.fixed(NOW);

  /** A firing without a team and a priority. */
  private static final String INCOMPLETE =
      """
      {"version": "1", "orgId": 1, "alerts": [{"status": "firing",
       "labels": {"alertname": "Disk nearly full"}, "fingerprint": "0123456789abcdef"}]}
      """;

  private static final String COMPLETE =
      INCOMPLETE.replace("\"labels\": {", "\"labels\": {\"team\": \"a\", \"priority\": \"P1\", ");

  private final RecordedLog log = new RecordedLog();
  private final FakeTopic topic = new FakeTopic();

  @Test
  void sender_that_forgot_something_is_told_so_and_where_it_is_explained() {
    JsonNode answer = answer(real(Map.of()), INCOMPLETE);

    assertThat(answer.path("message_id").asText()).isEqualTo("message-1");
    assertThat(answer.path("warnings")).hasSize(1);
    assertThat(answer.path("warnings").get(0).asText())
        .startsWith("no issue can be opened for alert 1 of 1 (\"Disk nearly full\"): no priority:")
        .contains("no team: add a label")
        .endsWith("; see docs/senders/grafana.md");
    assertThat(log.lines("bytes").getFirst().path("warnings").asInt()).isEqualTo(1);
  }

  @Test
  void complete_alert_gets_no_warning() {
    assertThat(answer(real(Map.of()), COMPLETE).has("warnings")).isFalse();
    assertThat(log.lines("bytes").getFirst().has("warnings")).isFalse();
  }

  @Test
  void failure_of_the_check_costs_only_the_warning() {
    Warnings failing =
        new Warnings(
            (_, _, _) -> {
              throw new IllegalStateException("a bug");
            });
    Warnings overflowing =
        new Warnings(
            (_, _, _) -> {
              throw new StackOverflowError("which is no exception");
            });

    assertThat(answer(failing, INCOMPLETE).has("warnings")).isFalse();
    assertThat(answer(overflowing, INCOMPLETE).has("warnings")).isFalse();
    assertThat(topic.published).hasSize(2);
  }

  @Test
  void check_that_never_ends_does_not_keep_the_sender_waiting() {
    CountDownLatch never = new CountDownLatch(1);
    Warnings hanging =
        new Warnings(
            (_, _, _) -> {
              try {
                never.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return List.of("too late");
            });

    JsonNode answer = answer(hanging, INCOMPLETE);
    never.countDown();

    assertThat(answer.has("warnings")).isFalse();
    assertThat(topic.published).hasSize(1);
  }

  @Test
  void body_that_is_too_long_is_not_checked() {
    Warnings warnings = new Warnings((body, _, _) -> List.of(Integer.toString(body.length())));

    assertThat(warnings.about("x".repeat(131_072), "grafana", NOW)).hasSize(1);
    assertThat(warnings.about("x".repeat(131_073), "grafana", NOW)).isEmpty();
  }

  @Test
  void first_ten_of_many_warnings_are_shown() {
    Warnings warnings =
        new Warnings((_, _, _) -> IntStream.range(0, 12).mapToObj(Integer::toString).toList());

    assertThat(warnings.about("{}", "grafana", NOW))
        .hasSize(11)
        .endsWith("no issue can be opened for 9", "and 2 more alerts");
  }

  @Test
  void malformed_variable_leaves_the_webhook_without_warnings() {
    assertThat(
            answer(real(Map.of("ALERTMANAGER_SEVERITY_PRIORITIES", "x")), INCOMPLETE)
                .has("warnings"))
        .isFalse();
    assertThat(log.lines("problem")).hasSize(1);
  }

  private Warnings real(Map<String, String> variables) {
    return Warnings.of(new Environment(variables), Log.of("webhook", log.host(CLOCK)));
  }

  private JsonNode answer(Warnings warnings, String body) {
    Webhook webhook =
        new Webhook(
            new FakeSecrets("{\"x-grafana-token\":\"s3cr3t\"}"),
            topic,
            warnings,
            CLOCK,
            Log.of("webhook", log.host(CLOCK)));
    WebhookResponse response =
        webhook.respond(
            new WebhookRequest(
                "POST",
                Map.of("x-grafana-token", "s3cr3t", "content-type", "application/json"),
                body,
                false));
    assertThat(response.status()).isEqualTo(202);
    return Json.read(response.body(), JsonNode.class);
  }
}
