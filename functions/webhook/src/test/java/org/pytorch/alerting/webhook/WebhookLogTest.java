package org.pytorch.alerting.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.runtime.Log;
import org.pytorch.alerting.runtime.RecordedLog;
import org.pytorch.alerting.webhook.http.WebhookRequest;
import org.pytorch.alerting.webhook.sender.FakeSecrets;

/** Only what an operator has to act on is an ERROR; what a sender did wrong is a WARN. */
class WebhookLogTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-03-04T07:12:10Z"));

  private final RecordedLog log = new RecordedLog();
  private final FakeSecrets secrets = new FakeSecrets("{\"x-grafana-token\":\"s3cr3t\"}");
  private final FakeTopic topic = new FakeTopic();
  private final Webhook webhook =
      new Webhook(secrets, topic, CLOCK, Log.of("webhook", log.host(CLOCK)));

  @Test
  void an_alert_that_the_topic_does_not_take_is_an_error() {
    topic.down = true;

    assertThat(levelAfter("{}", "s3cr3t")).isEqualTo("ERROR");
  }

  @Test
  void a_body_that_is_not_json_is_a_warning() {
    assertThat(levelAfter("{", "s3cr3t")).isEqualTo("WARN");
  }

  @Test
  void each_request_counts_once() {
    levelAfter("{}", "s3cr3t");

    assertThat(log.lines("WebhookRequests"))
        .extracting(line -> line.get("WebhookRequests").asInt())
        .containsExactly(1);
  }

  private String levelAfter(String body, String token) {
    webhook.respond(new WebhookRequest("POST", Map.of("x-grafana-token", token), body, false));
    return log.lines("bytes").getFirst().get("level").asText();
  }
}
