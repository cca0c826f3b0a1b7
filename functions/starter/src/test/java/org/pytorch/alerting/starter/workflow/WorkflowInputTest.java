package org.pytorch.alerting.starter.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.model.DeliveryId;
import org.pytorch.alerting.model.json.BodyEncoding;
import org.pytorch.alerting.model.json.EncodedBody;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.starter.queue.SqsMessage;
import org.pytorch.alerting.starter.queue.SqsMessages;

class WorkflowInputTest {
  @Test
  void the_input_has_the_fields_that_normalize_reads() {
    JsonNode json = Json.read(Json.write(fitted(SqsMessages.message("m-1"))), JsonNode.class);

    assertThat(json)
        .isEqualTo(
            Json.read(
                """
                {
                  "message_id": "m-1",
                  "delivery_id": "m-1",
                  "body": "{\\"status\\":\\"firing\\"}",
                  "body_encoding": "identity",
                  "sent_at": "2026-03-04T07:12:10.000Z",
                  "receive_count": 1,
                  "message_attributes": {"source": "grafana"},
                  "event_source_arn": "arn:aws:sqs:us-east-1:123456789012:alerts",
                  "aws_region": "us-east-1"
                }
                """,
                JsonNode.class));
  }

  @Test
  void a_body_that_only_escaping_makes_too_big_is_compressed() {
    String body = "\"".repeat(EncodedBody.MAX_INPUT_BYTES / 2);

    WorkflowInput input = fitted(SqsMessages.message("m-1", body, Map.of()));

    assertThat(input.bodyEncoding()).isEqualTo(BodyEncoding.GZIP_BASE64);
    assertThat(input.bodyEncoding().decode(input.body())).isEqualTo(body);
  }

  /** 2,048 bytes with the two quotes of a JSON string. */
  @Test
  void a_short_body_stays_readable_and_a_long_one_is_compressed() {
    assertThat(fitted(SqsMessages.message("m-1", "x".repeat(2_046), Map.of())))
        .extracting(WorkflowInput::bodyEncoding)
        .isEqualTo(BodyEncoding.IDENTITY);
    assertThat(fitted(SqsMessages.message("m-1", "x".repeat(2_047), Map.of())))
        .extracting(WorkflowInput::bodyEncoding)
        .isEqualTo(BodyEncoding.GZIP_BASE64);
  }

  @Test
  void a_body_that_would_only_grow_is_not_compressed() {
    String body = SqsMessages.incompressible(4_000);

    assertThat(fitted(SqsMessages.message("m-1", body, Map.of())).body()).isEqualTo(body);
  }

  /** Every second character takes six bytes of JSON, and yet compression alone saves nothing. */
  @Test
  void a_body_is_compressed_when_that_saves_bytes_of_json() {
    Random random = new Random(7);
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < 120_000; i++) {
      body.append((char) random.nextInt(1, 128));
    }

    WorkflowInput input = fitted(SqsMessages.message("m-1", body.toString(), Map.of()));

    assertThat(input.bodyEncoding()).isEqualTo(BodyEncoding.GZIP_BASE64);
    assertThat(bytes(input)).isLessThanOrEqualTo(204_800);
  }

  @Test
  void the_input_with_its_other_fields_never_passes_the_limit() {
    for (int length = 204_000; length < 204_800; length += 7) {
      WorkflowInput input =
          fitted(SqsMessages.message("m-1", "x".repeat(length), Map.of("source", "grafana")));
      assertThat(bytes(input)).isLessThanOrEqualTo(204_800);
    }
  }

  @Test
  void a_body_as_large_as_the_webhook_lets_in_fits_whatever_it_is_like() {
    String body = SqsMessages.incompressible(EncodedBody.MAX_JSON_BYTES - 4);
    Map<String, String> attributes = Map.of("source", "s".repeat(50), "body_encoding", "identity");

    assertThat(WorkflowInput.of(SqsMessages.message("m-1", body, attributes)).fitted()).isPresent();
  }

  @Test
  void a_body_that_the_webhook_compressed_is_passed_on_as_such() {
    String body = BodyEncoding.GZIP_BASE64.encode("{}");

    WorkflowInput input =
        fitted(
            SqsMessages.message(
                "m-1", body, Map.of("source", "grafana", "body_encoding", "gzip+base64")));

    assertThat(input.body()).isEqualTo(body);
    assertThat(input.bodyEncoding()).isEqualTo(BodyEncoding.GZIP_BASE64);
    assertThat(input.messageAttributes()).isEqualTo(Map.of("source", "grafana"));
  }

  @Test
  void a_compressed_body_that_is_too_big_does_not_fit() {
    String body = SqsMessages.incompressible(EncodedBody.MAX_INPUT_BYTES);

    assertThat(
            WorkflowInput.of(
                    SqsMessages.message("m-1", body, Map.of("body_encoding", "gzip+base64")))
                .fitted())
        .isEmpty();
  }

  @Test
  void a_dead_letter_has_its_body_in_the_shorter_form() {
    byte[] noise = new byte[1_000];
    new Random(7).nextBytes(noise);
    String hexadecimal = HexFormat.of().formatHex(noise);

    assertThat(WorkflowInput.of(SqsMessages.message("m-1", hexadecimal, Map.of())).shortest())
        .extracting(WorkflowInput::bodyEncoding)
        .isEqualTo(BodyEncoding.GZIP_BASE64);
    assertThat(WorkflowInput.of(SqsMessages.message("m-1", "{}", Map.of())).shortest())
        .extracting(WorkflowInput::bodyEncoding)
        .isEqualTo(BodyEncoding.IDENTITY);
  }

  @Test
  void an_unknown_encoding_counts_as_none() {
    assertThat(fitted(SqsMessages.message("m-1", "{}", Map.of("body_encoding", "zip"))))
        .extracting(WorkflowInput::bodyEncoding, WorkflowInput::body)
        .containsExactly(BodyEncoding.IDENTITY, "{}");
  }

  @Test
  void a_message_from_quarantine_is_taken_for_what_it_was() {
    Map<String, String> quarantined =
        fitted(SqsMessages.message("m-1", "{}", Map.of("source", "grafana")))
            .quarantineAttributes("some.Error", "what to fix");

    WorkflowInput input = fitted(SqsMessages.message("m-2", "{}", quarantined));

    assertThat(input.messageId()).isEqualTo("m-2");
    assertThat(input.deliveryId()).isEqualTo("m-1");
    assertThat(input.messageAttributes()).isEqualTo(Map.of("source", "grafana"));
    assertThat(input.quarantineAttributes("some.Error", "what to fix"))
        .isEqualTo(withMessageId("m-2", quarantined));
  }

  @Test
  void the_front_doors_id_names_the_message_however_often_it_was_copied() {
    DeliveryId id = DeliveryId.of("grafana", "some request", "{}");
    Map<String, String> attributes = Map.of("source", "grafana", "delivery_id", id.value());

    WorkflowInput input = fitted(SqsMessages.message("m-1", "{}", attributes));
    WorkflowInput copy = fitted(SqsMessages.message("m-2", "{}", attributes));

    assertThat(input.messageId()).isEqualTo("m-1");
    assertThat(copy.messageId()).isEqualTo("m-2");
    assertThat(input.deliveryId()).isEqualTo(id.value());
    assertThat(copy.deliveryId()).isEqualTo(id.value());
    assertThat(input.messageAttributes()).isEqualTo(Map.of("source", "grafana"));
    assertThat(copy.messageAttributes()).isEqualTo(Map.of("source", "grafana"));
  }

  @Test
  void a_message_with_the_front_doors_id_keeps_it_over_a_quarantine() {
    DeliveryId id = DeliveryId.of("grafana", "some request", "{}");
    Map<String, String> quarantined =
        fitted(SqsMessages.message("m-1", "{}", Map.of("delivery_id", id.value())))
            .quarantineAttributes("some.Error", "what to fix");

    assertThat(fitted(SqsMessages.message("m-2", "{}", quarantined)).deliveryId())
        .isEqualTo(id.value());
  }

  @Test
  void a_redriven_message_keeps_the_time_at_which_it_was_first_put_on_the_queue() {
    Map<String, String> quarantined =
        fitted(SqsMessages.message("m-1")).quarantineAttributes("some.Error", "what to fix");
    Instant dayAfter = Instant.parse("2026-03-05T07:12:10Z");

    WorkflowInput once = fitted(SqsMessages.sentAt(dayAfter, quarantined));
    Map<String, String> quarantinedTwice = once.quarantineAttributes("some.Error", "what to fix");
    WorkflowInput twice =
        fitted(SqsMessages.sentAt(Instant.parse("2026-03-09T00:00:00Z"), quarantinedTwice));

    assertThat(once.sentAt()).isEqualTo(Instant.parse("2026-03-04T07:12:10Z"));
    assertThat(quarantinedTwice).isEqualTo(withMessageId(once.messageId(), quarantined));
    assertThat(twice.sentAt()).isEqualTo(Instant.parse("2026-03-04T07:12:10Z"));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-05T07:12:10.000Z, 2026-03-05T07:12:10Z",
    "2026-03-05T07:12:10.001Z, 2026-03-05T07:12:10Z",
    "9999-12-31T23:59:59.999Z, 2026-03-05T07:12:10Z",
    "+1000000000-12-31T23:59:59Z, 2026-03-05T07:12:10Z",
    "1969-12-31T23:59:59.999Z, 2026-03-05T07:12:10Z",
    "1970-01-01T00:00:00.000Z, 1970-01-01T00:00:00Z",
    "2026-03-05T07:12:09.999Z, 2026-03-05T07:12:09.999Z",
    "yesterday, 2026-03-05T07:12:10Z",
    "1772608330000, 2026-03-05T07:12:10Z",
    "'', 2026-03-05T07:12:10Z"
  })
  void a_first_time_that_cannot_be_is_ignored(String saidAt, Instant expected) {
    Map<String, String> attributes =
        Map.of("message_id", "m-0", "message_attributes", "{}", "said_at", saidAt);

    WorkflowInput input =
        fitted(SqsMessages.sentAt(Instant.parse("2026-03-05T07:12:10Z"), attributes));

    assertThat(input.sentAt()).isEqualTo(expected);
    assertThat(input.deliveryId()).isEqualTo("m-0");
  }

  @Test
  void a_message_quarantined_before_there_was_a_first_time_has_the_time_of_its_redrive() {
    Instant redriven = Instant.parse("2026-03-05T07:12:10Z");

    WorkflowInput input =
        fitted(
            SqsMessages.sentAt(redriven, Map.of("message_id", "m-0", "message_attributes", "{}")));

    assertThat(input.sentAt()).isEqualTo(redriven);
  }

  @Test
  void redriven_message_keeps_its_delivery_id_and_has_a_new_message_id() {
    SqsMessage redriven =
        SqsMessages.message(
            "m-2",
            "{}",
            Map.of("message_id", "m-1", "delivery_id", "d-1#0", "message_attributes", "{}"));

    WorkflowInput input = fitted(redriven);

    assertThat(input.messageId()).isEqualTo("m-2");
    assertThat(input.deliveryId()).isEqualTo("d-1#0");
    assertThat(input.quarantineAttributes("some.Error", "what to fix"))
        .containsEntry("message_id", "m-2")
        .containsEntry("delivery_id", "d-1#0");
  }

  @Test
  void a_first_time_without_both_marks_is_an_attribute_of_the_sender() {
    Instant sentAt = Instant.parse("2026-03-05T07:12:10Z");
    Map<String, String> own = Map.of("message_id", "theirs", "said_at", "2026-03-01T00:00:00.000Z");

    WorkflowInput input = fitted(SqsMessages.sentAt(sentAt, own));

    assertThat(input.sentAt()).isEqualTo(sentAt);
    assertThat(input.messageAttributes()).isEqualTo(own);
  }

  @Test
  void what_is_no_id_of_the_front_door_does_not_name_a_message() {
    assertThat(fitted(SqsMessages.message("m-1", "{}", Map.of("delivery_id", "7"))).deliveryId())
        .isEqualTo("m-1");
  }

  @Test
  void quarantine_attributes_have_the_names_that_the_state_machine_writes() {
    assertThat(fitted(SqsMessages.message("m-1")).quarantineAttributes("some.Error", "what to fix"))
        .isEqualTo(
            Map.of(
                "error", "some.Error",
                "diagnosis", "what to fix",
                "message_id", "m-1",
                "delivery_id", "m-1",
                "said_at", "2026-03-04T07:12:10.000Z",
                "body_encoding", "identity",
                "message_attributes", "{\"source\":\"grafana\"}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{cut", "7"})
  void a_sender_with_attributes_named_like_ours_is_not_mistaken_for_quarantine(String attributes) {
    Map<String, String> own = new HashMap<>(Map.of("message_id", "theirs"));
    if (!attributes.isEmpty()) {
      own.put("message_attributes", attributes);
    }

    WorkflowInput input = fitted(SqsMessages.message("m-1", "{}", own));

    assertThat(input.deliveryId()).isEqualTo("m-1");
    assertThat(input.messageAttributes()).isEqualTo(own);
  }

  private static Map<String, String> withMessageId(String id, Map<String, String> attributes) {
    Map<String, String> changed = new HashMap<>(attributes);
    changed.put("message_id", id);
    return changed;
  }

  private static WorkflowInput fitted(SqsMessage message) {
    return WorkflowInput.of(message).fitted().orElseThrow();
  }

  private static int bytes(WorkflowInput input) {
    return Json.write(input).getBytes(StandardCharsets.UTF_8).length;
  }
}
