package org.pytorch.alerting.statemachine;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.AlertEventBuilder;
import org.pytorch.alerting.model.AlertState;
import org.pytorch.alerting.model.BodyEncoding;
import org.pytorch.alerting.model.Envelope;
import org.pytorch.alerting.model.EventId;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.Identity;
import org.pytorch.alerting.model.Json;
import org.pytorch.alerting.model.NormalizedMessage;
import org.pytorch.alerting.model.NormalizedMessage.IgnoredAlert;
import org.pytorch.alerting.model.NormalizedMessage.NormalizedAlert;
import org.pytorch.alerting.model.NormalizedMessage.RejectedAlerts;
import org.pytorch.alerting.model.Priority;

/**
 * What goes into the state machine and what normalize makes of it, with invented names. Made of the
 * model's own records, so that a path of the definition which these do not have fails a scenario.
 */
final class Messages {
  static final String MESSAGE_ID = "5a1f8c1e-6f0d-4c3b-9f57-0d1c6e3f7b21";
  static final String BODY = "{\"receiver\":\"harbor\",\"alerts\":[]}";
  static final String DIAGNOSIS = "alert 1 has no priority: add an annotation \"Priority\"";
  static final Instant SENT_AT = Instant.parse("2026-03-04T07:12:11Z");

  private Messages() {}

  /** {@return what the starter hands over} */
  static JsonNode input() {
    return input(BODY, Map.of("source", "grafana"));
  }

  /** {@return a message of Grafana's with two alerts, of which the second names no priority} */
  static JsonNode inputWithIncompleteSecondAlert() {
    return input(
        """
        {"receiver": "harbor", "status": "firing", "version": "1", "alerts": [
          {"status": "firing", "fingerprint": "0123456789abcdef",
           "startsAt": "2026-03-04T07:12:10Z", "annotations": {},
           "labels": {"alertname": "Queue age too high", "team": "harbor", "priority": "P1"}},
          {"status": "firing", "fingerprint": "fedcba9876543210",
           "startsAt": "2026-03-04T07:12:10Z", "annotations": {},
           "labels": {"alertname": "Disk almost full", "team": "harbor"}}]}
        """,
        Map.of("source", "grafana"));
  }

  /**
   * {@return a message that a state can hold, but not with its attributes escaped once more, as the
   * quarantine has them}
   */
  static JsonNode inputThatOutgrowsAState() {
    return input("x".repeat(150_000), Map.of("source", "\"".repeat(40_000)));
  }

  /** {@return a message that takes {@code bytes} as a state machine's input} */
  static JsonNode inputOf(int bytes) {
    int rest = input("", Map.of()).toString().length();
    return input("x".repeat(bytes - rest), Map.of());
  }

  private static JsonNode input(String body, Map<String, String> attributes) {
    return tree(
        Map.of(
            "message_id",
            MESSAGE_ID,
            "body",
            body,
            "body_encoding",
            BodyEncoding.IDENTITY,
            "sent_at",
            SENT_AT,
            "receive_count",
            1,
            "message_attributes",
            attributes,
            "event_source_arn",
            "arn:aws:sqs:us-east-1:123456789012:alerts",
            "aws_region",
            "us-east-1"));
  }

  /** {@return the id of the message's alert at {@code index}} */
  static String eventId(int index) {
    return EventId.of(MESSAGE_ID, index).value();
  }

  /** {@return normalize's answer: a message with {@code count} alerts} */
  static Script alerts(int count) {
    return normalized(count, List.of(), Optional.empty());
  }

  /** {@return normalize's answer: an alert whose event takes {@code bytes} of JSON} */
  static Script alertOf(int bytes) {
    NormalizedAlert small = alert(0);
    AlertEvent event = ofBytes(small.event(), bytes);
    return normalized(
        List.of(new NormalizedAlert(small.eventId(), small.fingerprint(), event, Optional.empty())),
        List.of(),
        Optional.empty());
  }

  /**
   * {@return how many alerts fit an answer of {@code bytes}, when they hold no more than they must}
   */
  static int alertsWithin(int bytes) {
    return bytes / Json.write(alert(0)).length();
  }

  /** {@return normalize's answer: nothing in the message asks for anything} */
  static Script onlyIgnored() {
    return normalized(
        0,
        List.of(
            new IgnoredAlert(EventId.of(MESSAGE_ID, 0), "INSUFFICIENT_DATA", "Disk almost full")),
        Optional.empty());
  }

  /** {@return normalize's answer: {@code count} alerts, and others that it could not read} */
  static Script alertsAndRejected(int count) {
    return normalized(
        count,
        List.of(),
        Optional.of(
            new RejectedAlerts(
                DIAGNOSIS,
                BodyEncoding.GZIP_BASE64.encode(BODY),
                BodyEncoding.GZIP_BASE64,
                Map.of("source", "grafana"))));
  }

  /**
   * {@return normalize's answer: {@code count} alerts, of which only the one at {@code incomplete}
   * names no priority}
   */
  static Script alertsWithIncomplete(int count, int incomplete) {
    return withIncomplete(count, incomplete, Map.of("source", "grafana"));
  }

  /**
   * {@return normalize's answer: an incomplete alert that a state can hold, but not with its
   * attributes escaped once more, as the quarantine has them}
   */
  static Script incompleteThatOutgrowsAState() {
    return withIncomplete(1, 0, Map.of("source", "\"".repeat(70_000)));
  }

  /** {@return normalize's answer: the largest incomplete alert that it lets through} */
  static Script incompleteOf(int eventBytes, int rejectionBytes) {
    AlertEvent event = ofBytes(incompleteEvent(0), eventBytes);
    return normalized(
        List.of(
            new NormalizedAlert(
                EventId.of(MESSAGE_ID, 0),
                Fingerprint.of(event),
                event,
                Optional.of(
                    new RejectedAlerts(
                        "x".repeat(rejectionBytes / 8),
                        "x".repeat(rejectionBytes / 2),
                        BodyEncoding.GZIP_BASE64,
                        Map.of("source", "x".repeat(rejectionBytes / 4)))))),
        List.of(),
        Optional.empty());
  }

  private static Script withIncomplete(int count, int incomplete, Map<String, String> attributes) {
    RejectedAlerts rejection =
        new RejectedAlerts(
            DIAGNOSIS, BodyEncoding.GZIP_BASE64.encode(BODY), BodyEncoding.GZIP_BASE64, attributes);
    return normalized(
        IntStream.range(0, count)
            .mapToObj(
                index ->
                    index == incomplete
                        ? alert(index, incompleteEvent(index), rejection)
                        : alert(index))
            .toList(),
        List.of(),
        Optional.empty());
  }

  /** {@return an event with so many quotes that its JSON, escaped, outgrows a state} */
  static AlertEvent eventThatOutgrowsAState() {
    return padded(event(0), "\"".repeat(70_000));
  }

  private static AlertEvent incompleteEvent(int index) {
    return event(index).toBuilder().priority(Optional.empty()).build();
  }

  /** {@return an alert's event} */
  static AlertEvent event(int index) {
    return new AlertEventBuilder()
        .providerVersion("1")
        .source("grafana")
        .state(AlertState.FIRING)
        .title("Queue age too high")
        .priority(Priority.P1)
        .occurredAt(Instant.parse("2026-03-04T07:12:10Z"))
        .teams(List.of("harbor"))
        .identity(new Identity(Optional.of("1"), Optional.empty(), Optional.of("alarm-" + index)))
        .build();
  }

  /** {@return {@code value} as the tree of the JSON that a function would answer} */
  static JsonNode tree(Object value) {
    return Json.read(Json.write(value), JsonNode.class);
  }

  private static AlertEvent ofBytes(AlertEvent event, int bytes) {
    return padded(event, "x".repeat(bytes - Json.write(padded(event, "")).length()));
  }

  private static AlertEvent padded(AlertEvent event, String padding) {
    return event.toBuilder()
        .rawProvider(Optional.of(tree(Map.of("labels", Map.of("padding", padding)))))
        .build();
  }

  private static Script normalized(
      int count, List<IgnoredAlert> ignored, Optional<RejectedAlerts> rejected) {
    return normalized(
        IntStream.range(0, count).mapToObj(Messages::alert).toList(), ignored, rejected);
  }

  private static Script normalized(
      List<NormalizedAlert> alerts, List<IgnoredAlert> ignored, Optional<RejectedAlerts> rejected) {
    JsonNode answer = tree(new NormalizedMessage(envelope(), alerts, ignored, rejected));
    return call -> new Answer.Value(answer);
  }

  private static NormalizedAlert alert(int index) {
    AlertEvent event = event(index);
    return new NormalizedAlert(
        EventId.of(MESSAGE_ID, index), Fingerprint.of(event), event, Optional.empty());
  }

  private static NormalizedAlert alert(int index, AlertEvent event, RejectedAlerts rejection) {
    return new NormalizedAlert(
        EventId.of(MESSAGE_ID, index), Fingerprint.of(event), event, Optional.of(rejection));
  }

  private static Envelope envelope() {
    return new Envelope(
        SENT_AT.plusSeconds(1),
        SENT_AT,
        Optional.of("arn:aws:sqs:us-east-1:123456789012:alerts"),
        Optional.of("us-east-1"),
        1,
        MESSAGE_ID);
  }
}
