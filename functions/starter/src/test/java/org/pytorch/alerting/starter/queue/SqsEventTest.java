package org.pytorch.alerting.starter.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqsEventTest {
  private static final Instant NOW = Instant.parse("2026-03-04T08:00:00Z");

  /** The record's shape is from AWS's "Using Lambda with Amazon SQS". */
  private static final String RECORD =
      """
      {
        "messageId": "059f36b4-87a3-44ab-83d2-661975830a7d",
        "receiptHandle": "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a",
        "body": "Test message.",
        "attributes": {
          "ApproximateReceiveCount": "3",
          "SentTimestamp": "1772608330000",
          "SenderId": "AIDAIENQZJOLO23YVJ4VO",
          "ApproximateFirstReceiveTimestamp": "1772608330033",
          "AWSTraceHeader": "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1"
        },
        "messageAttributes": {
          "source": {"stringValue": "grafana", "stringListValues": [], "binaryListValues": [], "dataType": "String"},
          "attempt": {"stringValue": "7", "dataType": "Number.int"},
          "seal": {"binaryValue": "c2VhbA==", "dataType": "Binary"}
        },
        "md5OfBody": "e4e68fb7bd0e697a0ae8f1bb342846b3",
        "eventSource": "aws:sqs",
        "eventSourceARN": "arn:aws:sqs:us-east-2:123456789012:my-queue",
        "awsRegion": "us-east-2"
      }
      """;

  @Test
  void a_record_is_read_with_its_text_and_number_attributes() {
    assertThat(read("{\"Records\":[" + RECORD + "]}"))
        .containsExactly(
            new SqsMessage(
                "059f36b4-87a3-44ab-83d2-661975830a7d",
                Optional.of("AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a"),
                "Test message.",
                Instant.parse("2026-03-04T07:12:10Z"),
                Instant.parse("2026-03-04T07:12:10.033Z"),
                3,
                Map.of("source", "grafana", "attempt", "7"),
                Optional.of("arn:aws:sqs:us-east-2:123456789012:my-queue"),
                Optional.of("us-east-2"),
                Optional.of("Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1")));
  }

  @Test
  void a_record_with_nothing_but_an_id_is_a_first_delivery_of_now() {
    assertThat(read("{\"Records\":[{\"messageId\":\"m\"}]}"))
        .containsExactly(
            new SqsMessage(
                "m",
                Optional.empty(),
                "",
                NOW,
                NOW,
                1,
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource({
    "\"\", \"\"",
    "\"soon\", \"many\"",
    "null, null",
    "\"-1\", \"-1\"",
    "\"9999999999999999999\", \"0\"",
    "\"99999999999999999999999\", \"99999999999999999999999\"",
    "{}, []"
  })
  void a_garbled_time_is_now_and_a_garbled_count_is_one(String sentAt, String count) {
    SqsMessage message = readOne(sentAt, count);

    assertThat(message.sentAt()).isEqualTo(NOW);
    assertThat(message.receiveCount()).isEqualTo(1);
  }

  @Test
  void an_absurd_receive_count_is_bounded() {
    assertThat(readOne("1772608330000", "\"9999999999\"").receiveCount())
        .isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void an_odd_record_does_not_disturb_its_siblings() {
    String odd =
        "{\"messageId\":\"odd\",\"body\":{\"a\":1},\"attributes\":7,\"messageAttributes\":\"x\"}";

    assertThat(read("{\"Records\":[" + odd + "," + RECORD + "]}"))
        .extracting(SqsMessage::messageId)
        .containsExactly("odd", "059f36b4-87a3-44ab-83d2-661975830a7d");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "{\"Records\":{}}",
        "not json",
        "{\"Records\":[{\"body\":\"b\"}]}"
      })
  void what_is_no_sqs_event_is_refused_loudly(String json) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("not an SQS event");
  }

  private static SqsMessage readOne(String sentAt, String count) {
    return read("""
            {"Records":[{"messageId":"m","attributes":
              {"SentTimestamp":%s,"ApproximateReceiveCount":%s}}]}
            """
            .formatted(sentAt, count))
        .getFirst();
  }

  private static List<SqsMessage> read(String json) {
    return SqsEvent.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), NOW);
  }
}
