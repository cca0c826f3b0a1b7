package org.pytorch.alerting.statemachine.script;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.AlertEvents;
import org.pytorch.alerting.model.EventId;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.Identity;
import org.pytorch.alerting.model.check.Check;
import org.pytorch.alerting.model.check.CheckReason;
import org.pytorch.alerting.model.json.BodyEncoding;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.json.PackedPayload;
import org.pytorch.alerting.model.message.Envelope;
import org.pytorch.alerting.model.message.NormalizedMessage;
import org.pytorch.alerting.model.message.NormalizedMessage.IgnoredAlert;
import org.pytorch.alerting.model.message.NormalizedMessage.NormalizedAlert;
import org.pytorch.alerting.model.message.NormalizedMessage.RejectedAlerts;

/**
 * Inputs of the state machine and normalize's results, with invented names. Built from the model's
 * own records, so that a scenario fails if the definition uses a path that they do not have.
 */
public final class Messages {
  public static final String MESSAGE_ID = "5a1f8c1e-6f0d-4c3b-9f57-0d1c6e3f7b21";

  /** The webhook's id for it. */
  public static final String DELIVERY_ID = "c0ffee00-6f0d-8c3b-9f57-0d1c6e3f7b21";

  public static final String BODY = "{\"receiver\":\"harbor\",\"alerts\":[]}";
  public static final String DIAGNOSIS = "alert 1 has no priority: add an annotation \"Priority\"";

  /** An alert's original payload, compressed. */
  public static final String PAYLOAD = PackedPayload.pack(tree(Map.of("status", "firing")));

  public static final Instant SENT_AT = Instant.parse("2026-03-04T07:12:11Z");

  private Messages() {}

  /** {@return the input from the starter} */
  public static JsonNode input() {
    return input(BODY, Map.of("source", "grafana"));
  }

  /** {@return a Grafana message with two alerts, the second without a priority} */
  public static JsonNode inputWithIncompleteSecondAlert() {
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

  /** {@return the input that an older version's starter gives: it has one id, the delivery's} */
  public static JsonNode inputOfAnOlderStarter() {
    ObjectNode input = (ObjectNode) input();
    input.remove("delivery_id");
    return input.put("message_id", DELIVERY_ID);
  }

  /** {@return an input of {@code bytes}} */
  public static JsonNode inputOf(int bytes) {
    int rest = input("", Map.of()).toString().length();
    return input("x".repeat(bytes - rest), Map.of());
  }

  private static JsonNode input(String body, Map<String, String> attributes) {
    return tree(
        Map.of(
            "message_id",
            MESSAGE_ID,
            "delivery_id",
            DELIVERY_ID,
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
  public static String eventId(int index) {
    return EventId.of(DELIVERY_ID, index).value();
  }

  /** {@return normalize's result: a message with {@code count} alerts} */
  public static Script alerts(int count) {
    return normalized(complete(count), List.of());
  }

  /** {@return normalize's result: an alert whose event and payload have these sizes} */
  public static Script alertOf(int eventBytes, int payloadBytes) {
    AlertEvent event = ofBytes(event(0), eventBytes);
    return normalized(
        List.of(
            new NormalizedAlert(
                EventId.of(DELIVERY_ID, 0),
                Fingerprint.of(event),
                Optional.of(event),
                Optional.of("x".repeat(payloadBytes)),
                Optional.empty())),
        List.of());
  }

  /** {@return the number of minimal alerts that fit a result of {@code bytes}} */
  public static int alertsWithin(int bytes) {
    return bytes / Json.write(alert(0)).length();
  }

  /**
   * {@return what an older version's normalize returns: an alert, which nothing says is no check}
   */
  public static Script alertOfAnOlderNormalize() {
    return call -> {
      JsonNode message = ((Response.Value) alerts(1).respond(call)).payload();
      ((ObjectNode) message.at("/alerts/0")).remove("check");
      return new Response.Value(message);
    };
  }

  /** {@return normalize's result: our own message to look at the alert at {@code index} again} */
  public static Script check(int index) {
    return normalized(
        List.of(
            NormalizedAlert.of(
                EventId.of(DELIVERY_ID, 0),
                new Check(Fingerprint.of(event(index)), CheckReason.REFRESH))),
        List.of());
  }

  /** {@return normalize's result: all alerts of the message are ignored} */
  public static Script onlyIgnored() {
    return normalized(
        List.of(),
        List.of(
            new IgnoredAlert(EventId.of(DELIVERY_ID, 0), "INSUFFICIENT_DATA", "Disk almost full")));
  }

  /** {@return normalize's result: {@code count} alerts, and the unreadable part of the message} */
  public static Script alertsAndUnreadable(int count) {
    return normalized(
        Stream.concat(complete(count).stream(), Stream.of(unreadable(count, DIAGNOSIS))).toList(),
        List.of());
  }

  /** {@return normalize's result: an unreadable message} */
  public static Script unreadable(String diagnosis) {
    return normalized(List.of(unreadable(0, diagnosis)), List.of());
  }

  /** {@return normalize's result: the largest unreadable message} */
  public static Script unreadableOf(int bytes) {
    String body = "x".repeat(bytes - Json.write(unreadable(0, rejection("", Map.of()))).length());
    return normalized(List.of(unreadable(0, rejection(body, Map.of()))), List.of());
  }

  /**
   * {@return normalize's result: {@code count} alerts, of which only the one at {@code incomplete}
   * has no priority}
   */
  public static Script alertsWithIncomplete(int count, int incomplete) {
    return withIncomplete(count, incomplete, Map.of("source", "grafana"));
  }

  /** {@return normalize's result: an incomplete alert for each diagnosis} */
  public static Script incomplete(String... diagnoses) {
    return normalized(
        IntStream.range(0, diagnoses.length)
            .mapToObj(
                index ->
                    alert(
                        index,
                        incompleteEvent(index),
                        new RejectedAlerts(
                            diagnoses[index], BODY, BodyEncoding.IDENTITY, Map.of())))
            .toList(),
        List.of());
  }

  /**
   * {@return normalize's result: an incomplete alert that fits a state, but not with its attributes
   * escaped again for the quarantine}
   */
  public static Script incompleteTooLargeForAState() {
    return withIncomplete(1, 0, Map.of("source", "\"".repeat(70_000)));
  }

  /** {@return normalize's result: the largest incomplete alert that it accepts} */
  public static Script incompleteOf(int eventBytes, int rejectionBytes) {
    return normalized(
        List.of(
            alert(
                0,
                ofBytes(incompleteEvent(0), eventBytes),
                new RejectedAlerts(
                    "x".repeat(rejectionBytes / 8),
                    "x".repeat(rejectionBytes / 2),
                    BodyEncoding.GZIP_BASE64,
                    Map.of("source", "x".repeat(rejectionBytes / 4))))),
        List.of());
  }

  private static Script withIncomplete(int count, int incomplete, Map<String, String> attributes) {
    return normalized(
        IntStream.range(0, count)
            .mapToObj(
                index ->
                    index == incomplete
                        ? alert(
                            index,
                            incompleteEvent(index),
                            rejection(BodyEncoding.GZIP_BASE64.encode(BODY), attributes))
                        : alert(index))
            .toList(),
        List.of());
  }

  private static NormalizedAlert unreadable(int index, String diagnosis) {
    return unreadable(
        index,
        new RejectedAlerts(
            diagnosis,
            BodyEncoding.GZIP_BASE64.encode(BODY),
            BodyEncoding.GZIP_BASE64,
            Map.of("source", "grafana")));
  }

  private static NormalizedAlert unreadable(int index, RejectedAlerts rejection) {
    EventId id = EventId.of(DELIVERY_ID, index);
    return new NormalizedAlert(
        id,
        Fingerprint.ofUnreadable(id),
        Optional.empty(),
        Optional.empty(),
        Optional.of(rejection));
  }

  private static RejectedAlerts rejection(String body, Map<String, String> attributes) {
    return new RejectedAlerts(DIAGNOSIS, body, BodyEncoding.GZIP_BASE64, attributes);
  }

  /** {@return an event with so many quotes that its escaped JSON exceeds the limit of a state} */
  public static AlertEvent eventTooLargeForAState() {
    return padded(event(0), "\"".repeat(70_000));
  }

  /** {@return an event of {@code bytes} of JSON} */
  public static AlertEvent eventOf(int bytes) {
    return ofBytes(event(0), bytes);
  }

  private static AlertEvent incompleteEvent(int index) {
    return event(index).toBuilder().priority(Optional.empty()).build();
  }

  /** {@return an alert's event} */
  public static AlertEvent event(int index) {
    return AlertEvents.firing()
        .identity(new Identity(Optional.of("1"), Optional.empty(), Optional.of("alarm-" + index)))
        .build();
  }

  /** {@return {@code value} as the JSON tree that a function would return} */
  public static JsonNode tree(Object value) {
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

  private static List<NormalizedAlert> complete(int count) {
    return IntStream.range(0, count).mapToObj(Messages::alert).toList();
  }

  private static Script normalized(List<NormalizedAlert> alerts, List<IgnoredAlert> ignored) {
    JsonNode response =
        tree(
            new NormalizedMessage(new Envelope(MESSAGE_ID, DELIVERY_ID, SENT_AT), alerts, ignored));
    return call -> new Response.Value(response);
  }

  private static NormalizedAlert alert(int index) {
    AlertEvent event = event(index);
    return new NormalizedAlert(
        EventId.of(DELIVERY_ID, index),
        Fingerprint.of(event),
        Optional.of(event),
        Optional.of(PAYLOAD),
        Optional.empty());
  }

  private static NormalizedAlert alert(int index, AlertEvent event, RejectedAlerts rejection) {
    return new NormalizedAlert(
        EventId.of(DELIVERY_ID, index),
        Fingerprint.of(event),
        Optional.of(event),
        Optional.empty(),
        Optional.of(rejection));
  }
}
