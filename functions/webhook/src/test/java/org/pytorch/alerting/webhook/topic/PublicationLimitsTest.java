package org.pytorch.alerting.webhook.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.runtime.StubAws;
import org.pytorch.alerting.webhook.http.Requests;
import org.pytorch.alerting.webhook.payload.Groups;
import org.pytorch.alerting.webhook.sender.KnownSenders;
import software.amazon.awssdk.services.sns.SnsClient;

/** The numbers in {@code docs/webhook.md}, written out: at the limit and one beyond it. */
class PublicationLimitsTest {
  private static final Instant NOW = Instant.parse("2026-03-04T07:12:10Z");

  @Test
  void a_body_of_a_mebibyte_is_compressed_and_a_larger_one_is_cut() {
    AlertMessage whole = message(bodyOf(1_048_576));
    AlertMessage cut = message(bodyOf(1_048_577));

    assertThat(whole.attributes()).containsEntry("body_encoding", "gzip+base64");
    assertThat(cut.attributes()).doesNotContainKey("body_encoding");
    assertThat(cut.body()).contains("[cut]");
  }

  @Test
  void a_body_that_does_not_compress_goes_as_it_is_up_to_200_704_bytes_of_json() {
    String largest =
        Json.write(Json.mapper().createObjectNode().put("text", Groups.noise(200_704 - 17)));

    assertThat(message(largest).body()).isEqualTo(largest);
    assertThat(message(largest.replace("\"}", "!\"}")).body()).contains("[cut]");
  }

  @Test
  void a_batch_holds_262_144_bytes_with_its_attributes() {
    // The attribute "source" takes 6 bytes, its type 6 and its value 7.
    List<AlertMessage> full = List.of(ofLength(200_000), ofLength(62_144 - 2 * 19));

    assertThat(MessageBatches.of(full)).hasSize(1);
    assertThat(MessageBatches.of(List.of(full.getFirst(), ofLength(62_144 - 2 * 19 + 1))))
        .hasSize(2);
    assertThat(
            MessageBatches.of(
                List.of(
                    ofLength(200_000),
                    ofLength(62_144),
                    ofLength(200_000 - 2 * 19),
                    ofLength(1_000))))
        .extracting(List::size)
        .containsExactly(1, 2, 1);
  }

  @Test
  void the_operators_read_200_characters_of_a_groups_key() {
    assertThat(notice("k".repeat(200))).endsWith("Group: " + "k".repeat(200));
    assertThat(notice("k".repeat(201))).endsWith("[cut]");
  }

  @Test
  void an_interrupted_request_stays_interrupted_and_is_not_taken() {
    try (StubAws aws = StubAws.answering(200, "text/xml", "<PublishBatchResponse/>");
        SnsClient client = SnsAlertTopic.client(aws.environment())) {
      SnsAlertTopic topic = new SnsAlertTopic(client, "arn:aws:sns:us-east-1:123456789012:alerts");
      List<AlertMessage> two = List.of(message("{\"a\":1}"), message("{\"a\":2}"));

      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> topic.publish(two))
          .isInstanceOf(TopicUnavailableException.class)
          .hasMessageContaining("interrupted");
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  private static AlertMessage ofLength(int length) {
    return new AlertMessage("x".repeat(length), Map.of("source", "grafana"));
  }

  private static String notice(String groupKey) {
    ObjectNode group = Groups.of(1, 10).put("truncatedAlerts", 1).put("groupKey", groupKey);
    return Json.read(messages(group.toString()).getLast().body(), ObjectNode.class)
        .get("description")
        .asText();
  }

  private static AlertMessage message(String body) {
    return messages(body).getFirst();
  }

  private static List<AlertMessage> messages(String body) {
    return Publication.of(
            Requests.post(Map.of(), body).withId("request-1"),
            Groups.payload(body),
            KnownSenders.GRAFANA,
            NOW)
        .orElseThrow()
        .messages();
  }

  private static String bodyOf(int bytes) {
    return "{\"text\":\"" + "x".repeat(bytes - 11) + "\"}";
  }
}
